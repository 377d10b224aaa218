@NullMarked
package io.jarserve.server.proxy;

import org.jspecify.annotations.NullMarked;
