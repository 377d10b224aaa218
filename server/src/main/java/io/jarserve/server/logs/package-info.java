/**
 * What becomes of log lines: files that cannot grow without end, the form of the console, the level
 * of single deployments, and how the files are read again. Floor 1; logback is known here and in
 * {@code node} alone.
 *
 * <p>Rules of this package: whoever logs never waits for a disk and never fails on account of one;
 * what is lost is counted. A line is text before it leaves the thread that logs, so that nothing of
 * a plugin is kept: no argument, no exception, no class.
 */
@NullMarked
package io.jarserve.server.logs;

import org.jspecify.annotations.NullMarked;
