package io.jarserve.server.replica.handle;

import io.jarserve.api.HandleException;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response.Header;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.plugin.PluginException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callees throw, in a form that a caller can be handed. Stateless. */
final class Thrown {

  private static final Logger LOG = LoggerFactory.getLogger(Thrown.class);

  private Thrown() {}

  /** As it is when it may be thrown anywhere, else told. */
  static RuntimeException asUnchecked(Throwable thrown, DeploymentId callee) {
    if (thrown instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return told(thrown, callee);
  }

  /**
   * For another application: nothing of the callee's goes along, so the exception is made on the
   * caller's thread, because one keeps the classes that its stack trace names. The log gets the
   * stack trace of a failure.
   */
  static Supplier<RuntimeException> elsewhere(Throwable thrown, DeploymentId callee) {
    try {
      String message = String.valueOf(thrown.getMessage());
      if (thrown instanceof RequestException refusal) {
        int status = refusal.status();
        String field = refusal.field().orElse(null);
        List<Header> headers = List.copyOf(refusal.headers());
        return () -> new RequestException(status, message, field, headers);
      } else if (thrown instanceof HandleException unanswered) {
        return again(unanswered, message);
      }
      return failed(thrown, callee);
    } catch (Throwable again) {
      return failed(again, callee);
    }
  }

  private static Supplier<RuntimeException> failed(Throwable thrown, DeploymentId callee) {
    PluginException told = PluginException.of(callee.toString(), thrown);
    String message = String.valueOf(told.getMessage());
    LOG.warn("a call from another application failed: {}\n{}", message, told.trace());
    return () -> new HandleException.Failed(message);
  }

  private static Supplier<RuntimeException> again(HandleException told, String message) {
    if (told instanceof HandleException.Busy) {
      return () -> new HandleException.Busy(message);
    } else if (told instanceof HandleException.Deadline) {
      return () -> new HandleException.Deadline(message);
    } else if (told instanceof HandleException.Stopped) {
      return () -> new HandleException.Stopped(message);
    } else if (told instanceof HandleException.Unavailable) {
      return () -> new HandleException.Unavailable(message);
    }
    return () -> new HandleException.Failed(message);
  }

  private static HandleException told(Throwable thrown, DeploymentId callee) {
    return new HandleException.Failed(
        String.valueOf(PluginException.of(callee.toString(), thrown).getMessage()));
  }
}
