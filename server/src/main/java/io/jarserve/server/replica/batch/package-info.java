/**
 * Dynamic batching inside one replica: elements of many requests wait in a line, and threads of the
 * replica take them out in batches.
 *
 * <p>Rules of this package: nothing here takes a lock; who adds an element looks for somebody to
 * fetch it afterwards, and who stops fetching looks for elements afterwards, so that none is
 * forgotten; elements are completed on threads of the replica only, since what hangs on them is
 * code of a plugin.
 */
@NullMarked
package io.jarserve.server.replica.batch;

import org.jspecify.annotations.NullMarked;
