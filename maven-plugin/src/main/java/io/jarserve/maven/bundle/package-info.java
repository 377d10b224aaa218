/**
 * Puts a plugin JAR together from classes, libraries and a manifest, and has it checked by the
 * server's own door. Knows nothing of Maven. Equal inputs make equal bytes.
 */
@NullMarked
package io.jarserve.maven.bundle;

import org.jspecify.annotations.NullMarked;
