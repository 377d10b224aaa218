/**
 * What is done to servers and counted: programs that the scripts run. Each prints its figures, one
 * a line, and ends.
 */
@NullMarked
package io.jarserve.benchmarks.load;

import org.jspecify.annotations.NullMarked;
