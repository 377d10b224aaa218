/** The store against real files. */
@NullMarked
package io.jarserve.server.artifact.store;

import org.jspecify.annotations.NullMarked;
