/**
 * The public port: Jetty, the server's own paths under {@code /-/}, and problems in one form
 * whoever finds them. Everything else is the router's.
 *
 * <p>Rules of this package: nothing blocks on a thread of Jetty's; what the server says about
 * itself is read from a supplier, never kept.
 */
@NullMarked
package io.jarserve.server.proxy;

import org.jspecify.annotations.NullMarked;
