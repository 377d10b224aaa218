/**
 * Who asks, and which role that gives: tokens in a file of the state directory, and certificates of
 * clients. Floor 1. It knows nothing of HTTP beyond the value of a header, and of no route.
 *
 * <p>A secret is never kept, written or logged, not even in part; what is kept of a token is the
 * SHA-256 of it. When in doubt nobody is let in.
 */
@NullMarked
package io.jarserve.server.access;

import org.jspecify.annotations.NullMarked;
