/** Tells the language of texts, many at once. */
@NullMarked
package io.jarserve.samples.language;

import org.jspecify.annotations.NullMarked;
