/** The testkit under test, by tests that use it as an author would. */
@NullMarked
package io.jarserve.testkit;

import org.jspecify.annotations.NullMarked;
