/** Draft. */
@NullMarked
package io.jarserve.server.node;

import org.jspecify.annotations.NullMarked;
