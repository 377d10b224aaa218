/**
 * Commands that ask a running server over its admin port, and nothing else of the server. Floor 1.
 * Output for people goes through picocli's writers, so that a test can read it.
 *
 * <p>Rules of this package: what was asked for goes to the standard output, everything else to the
 * error output; a failure is a sentence with a remedy, and an exit code of {@link
 * io.jarserve.server.cli.ExitCode}; every question to a server has a deadline.
 */
@NullMarked
package io.jarserve.server.cli;

import org.jspecify.annotations.NullMarked;
