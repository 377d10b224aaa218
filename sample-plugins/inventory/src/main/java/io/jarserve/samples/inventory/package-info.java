/** A deployment that owns a database, which travels in its JAR. */
@NullMarked
package io.jarserve.samples.inventory;

import org.jspecify.annotations.NullMarked;
