/** State that belongs to a replica. */
@NullMarked
package io.jarserve.samples.counter;

import org.jspecify.annotations.NullMarked;
