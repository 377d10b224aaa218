/**
 * A servlet as a deployment. This package and Jetty's servlet container travel in the author's JAR;
 * the container is fed with requests by the server and listens on no port.
 *
 * <p>Rules of this package: a servlet runs on the thread of the request, which waits while an
 * asynchronous one works elsewhere; nothing outlives {@link
 * io.jarserve.servlet.ServletDeployment#stop()}; what a servlet throws reaches the server as it was
 * thrown, unless an error page takes it.
 */
@NullMarked
package io.jarserve.servlet;

import org.jspecify.annotations.NullMarked;
