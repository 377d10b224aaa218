/** What the pages below {@code docs/} say is true. */
@NullMarked
package io.jarserve.server.docs;

import org.jspecify.annotations.NullMarked;
