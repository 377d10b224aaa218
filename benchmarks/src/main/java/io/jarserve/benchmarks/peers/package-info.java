/**
 * What Jarserve is measured against: each class is a program that serves one port until it is
 * ended. They answer as told on the command line, so that the scripts can give them the bytes of
 * the hello sample.
 */
@NullMarked
package io.jarserve.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
