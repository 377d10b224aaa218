/** Fixtures that the tests share: real plugin JARs, compiled in the test. */
@NullMarked
package io.jarserve.server.testing;

import org.jspecify.annotations.NullMarked;
