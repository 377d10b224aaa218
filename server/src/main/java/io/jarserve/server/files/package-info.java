/**
 * Files of the server's own: written whole or not at all, and read again when somebody changed
 * them. Ground floor. It knows nothing of what is in them.
 */
@NullMarked
package io.jarserve.server.files;

import org.jspecify.annotations.NullMarked;
