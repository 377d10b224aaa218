/** A plugin of two deployments that call each other, for {@code HandleBenchmark}. */
@NullMarked
package io.jarserve.benchmarks.micro.handles;

import org.jspecify.annotations.NullMarked;
