/** Thumbnails of images that are made in the tests. */
@NullMarked
package io.jarserve.samples.thumbnailer;

import org.jspecify.annotations.NullMarked;
