/**
 * Does what a new user does, with the Maven that runs this build: commands in processes of their
 * own, and a local repository of their own that holds what this build has made. What else they need
 * comes from the local repository of this build, or else from Maven Central.
 */
@NullMarked
package io.jarserve.archetype;

import org.jspecify.annotations.NullMarked;
