/**
 * A server as a process of its own, started for one plugin with the flags of the launcher. Knows
 * nothing of Maven. Whoever starts one closes it; it also ends with the process that started it.
 */
@NullMarked
package io.jarserve.maven.server;

import org.jspecify.annotations.NullMarked;
