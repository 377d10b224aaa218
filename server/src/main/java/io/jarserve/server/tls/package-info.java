/**
 * TLS on a port of Jetty's, with HTTP/2 beside HTTP/1.1. Floor 2; both ports use it alike. Nothing
 * of it is loaded while neither has a certificate.
 */
@NullMarked
package io.jarserve.server.tls;

import org.jspecify.annotations.NullMarked;
