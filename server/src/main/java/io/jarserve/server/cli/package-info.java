/**
 * Commands that ask a running server over its admin port, and nothing else of the server. Floor 1.
 * Output for people goes through picocli's writers, so that a test can read it.
 */
@NullMarked
package io.jarserve.server.cli;

import org.jspecify.annotations.NullMarked;
