/** Checkpoints against real files, and against every way in which a file can be damaged. */
@NullMarked
package io.jarserve.server.checkpoint;

import org.jspecify.annotations.NullMarked;
