@NullMarked
package io.jarserve.server.replica;

import org.jspecify.annotations.NullMarked;
