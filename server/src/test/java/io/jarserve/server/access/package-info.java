/** Tests of who is let in. */
@NullMarked
package io.jarserve.server.access;

import org.jspecify.annotations.NullMarked;
