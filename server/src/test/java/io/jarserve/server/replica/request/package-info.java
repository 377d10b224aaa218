@NullMarked
package io.jarserve.server.replica.request;

import org.jspecify.annotations.NullMarked;
