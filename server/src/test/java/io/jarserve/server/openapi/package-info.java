/** What the documents say, and that they are what the format asks for. */
@NullMarked
package io.jarserve.server.openapi;

import org.jspecify.annotations.NullMarked;
