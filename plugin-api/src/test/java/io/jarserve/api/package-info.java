/** What authors see, used as an author does. */
@NullMarked
package io.jarserve.api;

import org.jspecify.annotations.NullMarked;
