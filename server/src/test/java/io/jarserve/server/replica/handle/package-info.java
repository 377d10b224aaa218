/** Tests of calls from one deployment to another. */
@NullMarked
package io.jarserve.server.replica.handle;

import org.jspecify.annotations.NullMarked;
