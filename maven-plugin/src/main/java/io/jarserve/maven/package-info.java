/**
 * The goals of the Maven plugin: what Maven says of a project, given to the packages below, and
 * what they say, given to people. No decision is made here. Maven makes one object for each
 * execution and sets its fields before it calls it.
 */
@NullMarked
package io.jarserve.maven;

import org.jspecify.annotations.NullMarked;
