/**
 * Artifacts by their digest, in a directory of the server's own. It knows nothing of what is in
 * them.
 *
 * <p>Rules of this package: an artifact appears whole, under the digest of the bytes that were
 * written, and is never changed; what somebody holds is not deleted; trouble with the disk is told
 * apart from trouble with what is read.
 */
@NullMarked
package io.jarserve.server.artifact.store;

import org.jspecify.annotations.NullMarked;
