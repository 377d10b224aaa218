/** The door against real files: JARs compiled in the test, dropped, uploaded and deleted. */
@NullMarked
package io.jarserve.server.artifact;

import org.jspecify.annotations.NullMarked;
