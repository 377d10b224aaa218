/**
 * Fuzzing that is led by what inputs cover. A target is a class with the three static methods that
 * the fuzzer calls; it lives beside what it feeds, or here. Inputs that once failed lie in the test
 * resources, and every build plays them.
 */
@NullMarked
package io.jarserve.server.fuzz;

import org.jspecify.annotations.NullMarked;
