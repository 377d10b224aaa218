/** The door against real files: JARs compiled in the test, and every way to damage them. */
@NullMarked
package io.jarserve.server.artifact;

import org.jspecify.annotations.NullMarked;
