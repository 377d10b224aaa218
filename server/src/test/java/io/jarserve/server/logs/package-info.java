@NullMarked
package io.jarserve.server.logs;

import org.jspecify.annotations.NullMarked;
