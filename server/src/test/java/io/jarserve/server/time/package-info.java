/** Tests of the time that a server lives by. */
@NullMarked
package io.jarserve.server.time;

import org.jspecify.annotations.NullMarked;
