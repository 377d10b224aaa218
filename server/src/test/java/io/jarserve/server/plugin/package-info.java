@NullMarked
package io.jarserve.server.plugin;

import org.jspecify.annotations.NullMarked;
