/** The smallest sample. */
@NullMarked
package io.jarserve.samples.hello;

import org.jspecify.annotations.NullMarked;
