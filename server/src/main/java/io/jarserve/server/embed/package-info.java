/**
 * The server as a part of any Java program: started in it, started beside it, or found elsewhere,
 * with one interface to all of them. What a program deploys goes the way of every other change.
 *
 * <p>Rules of this package: nothing else of the server knows it; what is deployed in process ends
 * with the process and is in no checkpoint; whatever fails is told by {@link
 * io.jarserve.server.embed.JarserveException} with a remedy.
 */
@NullMarked
package io.jarserve.server.embed;

import org.jspecify.annotations.NullMarked;
