/** JMH benchmarks of the pieces on the way of a request; run {@code org.openjdk.jmh.Main}. */
@NullMarked
package io.jarserve.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
