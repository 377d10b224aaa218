/** The adapter, called as the server calls a deployment. */
@NullMarked
package io.jarserve.jaxrs;

import org.jspecify.annotations.NullMarked;
