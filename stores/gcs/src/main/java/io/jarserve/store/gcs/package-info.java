/**
 * Checkpoints in Google Cloud Storage, over its JSON API.
 *
 * <p>Nothing here decides anything: four verbs become requests. Credentials and project are found
 * where Google's library always finds them.
 */
@NullMarked
package io.jarserve.store.gcs;

import org.jspecify.annotations.NullMarked;
