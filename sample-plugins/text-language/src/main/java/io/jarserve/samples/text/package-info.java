/** What is to be known about a text, for applications that ask through a handle. */
@NullMarked
package io.jarserve.samples.text;

import org.jspecify.annotations.NullMarked;
