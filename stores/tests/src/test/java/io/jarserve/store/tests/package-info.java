/** Every store against a server that speaks its API, loaded as a distribution loads it. */
@NullMarked
package io.jarserve.store.tests;

import org.jspecify.annotations.NullMarked;
