/**
 * JAX-RS resource classes as a deployment. This package and Jersey travel in the author's JAR, so
 * each application has the Jersey that it was built with and the server has none.
 *
 * <p>Rules of this package: Jersey runs on the thread of the request and on threads that the
 * resources bring; nothing outlives {@link io.jarserve.jaxrs.JaxRsDeployment#stop()}; what a
 * resource throws reaches the server as it was thrown.
 */
@NullMarked
package io.jarserve.jaxrs;

import org.jspecify.annotations.NullMarked;
