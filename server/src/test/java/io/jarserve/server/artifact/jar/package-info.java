/** JARs compiled in the test, and every way to damage them. */
@NullMarked
package io.jarserve.server.artifact.jar;

import org.jspecify.annotations.NullMarked;
