/** Gives back what it gets: JSON into records, streams in and out. */
@NullMarked
package io.jarserve.samples.echo;

import org.jspecify.annotations.NullMarked;
