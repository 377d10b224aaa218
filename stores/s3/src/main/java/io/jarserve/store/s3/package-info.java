/**
 * Checkpoints in Amazon S3, and in whatever speaks its API and honours {@code If-None-Match}.
 *
 * <p>Nothing here decides anything: four verbs become four requests. Region, credentials, endpoint
 * and checksums are found where the SDK always finds them.
 */
@NullMarked
package io.jarserve.store.s3;

import org.jspecify.annotations.NullMarked;
