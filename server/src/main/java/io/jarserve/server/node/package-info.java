/**
 * The top: builds every part of a server bottom-up, lets the parts know each other through
 * functions that it hands in, and closes them top-down. Here are also the {@code start} command and
 * what only a process needs: its directories, its lock, its files for the other commands.
 *
 * <p>Rules of this package: it decides nothing about deployments; whatever can fail while starting
 * ends in a {@link io.jarserve.server.node.StartException} that says what to do; what was built is
 * closed, whatever fails.
 */
@NullMarked
package io.jarserve.server.node;

import org.jspecify.annotations.NullMarked;
