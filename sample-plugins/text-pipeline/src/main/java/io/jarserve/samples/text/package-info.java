/** A text goes through three steps and two applications. */
@NullMarked
package io.jarserve.samples.text;

import org.jspecify.annotations.NullMarked;
