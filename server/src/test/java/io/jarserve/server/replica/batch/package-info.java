/** Tests of dynamic batching, with real threads. */
@NullMarked
package io.jarserve.server.replica.batch;

import org.jspecify.annotations.NullMarked;
