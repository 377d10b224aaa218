@NullMarked
package io.jarserve.server.concurrent;

import org.jspecify.annotations.NullMarked;
