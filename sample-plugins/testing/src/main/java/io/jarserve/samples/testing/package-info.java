/** Stand-ins for what the server hands to a deployment, written by hand and small. */
@NullMarked
package io.jarserve.samples.testing;

import org.jspecify.annotations.NullMarked;
