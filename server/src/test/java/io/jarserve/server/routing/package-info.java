@NullMarked
package io.jarserve.server.routing;

import org.jspecify.annotations.NullMarked;
