/**
 * Brings a plugin JAR to a running server and follows what becomes of it. Knows nothing of Maven.
 * The server is asked over its admin port only.
 */
@NullMarked
package io.jarserve.maven.rollout;

import org.jspecify.annotations.NullMarked;
