/**
 * What is in a JAR, and whether it can be served: read entry by entry, and understood without
 * loading a class of it.
 *
 * <p>Rules of this package: a JAR is what somebody else made, so every size, offset and name is
 * checked before it is believed; nothing of it is run; a refusal says which entry, class or
 * attribute is at fault, and what to do.
 */
@NullMarked
package io.jarserve.server.artifact.jar;

import org.jspecify.annotations.NullMarked;
