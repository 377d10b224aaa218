/**
 * Describes the routes of a deployment as an OpenAPI 3.1 document.
 *
 * <p>Rules of this package: what is made here is plain maps and bytes, so that it holds no class of
 * a plugin once it is finished.
 */
@NullMarked
package io.jarserve.server.openapi;

import org.jspecify.annotations.NullMarked;
