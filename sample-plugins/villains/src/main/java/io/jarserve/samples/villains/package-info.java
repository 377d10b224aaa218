/**
 * Deployments that misbehave, one public class each, in the one way that their name says. Those
 * that hang for good end when the system property {@code io.jarserve.villains.release} is set, so
 * that a test can clean up.
 */
@NullMarked
package io.jarserve.samples.villains;

import org.jspecify.annotations.NullMarked;
