/** The one class that makes a JAX-RS application a deployment. */
@NullMarked
package io.jarserve.samples.jaxrs;

import org.jspecify.annotations.NullMarked;
