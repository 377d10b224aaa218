package io.jarserve.server.routing;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is to the cache of its deployment: hears how it goes on. Any thread; must not
 * block.
 */
interface Seat {

  /** The deployment has answered in one piece; answers, on behalf of the one who claimed. */
  default void send(Exchange exchange, int status, HttpField[] fields, @Nullable ByteBuffer body) {
    exchange.whole(status, fields, body);
  }

  /** The deployment answers piece by piece. */
  default void begun(Exchange exchange, int status) {}

  /** Nothing more will be heard of it. */
  default void over(Exchange exchange, int status) {}
}
