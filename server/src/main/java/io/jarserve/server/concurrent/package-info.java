/**
 * What many threads share and the Java library has not. Ground floor; it knows nothing of the
 * server.
 */
@NullMarked
package io.jarserve.server.concurrent;

import org.jspecify.annotations.NullMarked;
