/**
 * Takes edits to a running server: sees what changed, compiles as little as it can, bundles, and
 * rolls the result out. Knows nothing of Maven. What does not compile, would be refused or does not
 * become healthy leaves the version before serving.
 */
@NullMarked
package io.jarserve.maven.dev;

import org.jspecify.annotations.NullMarked;
