/** Tests of how files are followed. */
@NullMarked
package io.jarserve.server.files;

import org.jspecify.annotations.NullMarked;
