/** Images in, thumbnails out, and never a whole image in memory. */
@NullMarked
package io.jarserve.samples.thumbnailer;

import org.jspecify.annotations.NullMarked;
