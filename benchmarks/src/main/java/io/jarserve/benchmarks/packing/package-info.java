/** Makes the JARs that are measured. Knows what is in a plugin, and nothing of a server. */
@NullMarked
package io.jarserve.benchmarks.packing;

import org.jspecify.annotations.NullMarked;
