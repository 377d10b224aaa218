/** A chat room over WebSockets and server-sent events. */
@NullMarked
package io.jarserve.samples.chat;

import org.jspecify.annotations.NullMarked;
