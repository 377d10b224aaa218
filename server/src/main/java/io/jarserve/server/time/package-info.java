/**
 * The one seam through which time is handed in. Floor 0; knows nothing of the server.
 *
 * <p>Rule of this package: whatever decides or waits by a clock gets a {@link
 * io.jarserve.server.time.Time} from its owner, so that a test can move it.
 */
@NullMarked
package io.jarserve.server.time;

import org.jspecify.annotations.NullMarked;
