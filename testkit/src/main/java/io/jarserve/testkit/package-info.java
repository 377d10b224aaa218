/**
 * Serves deployments inside a test, by the real server: real ports, real replicas, real health
 * checks, real updates.
 *
 * <p>Start at {@link io.jarserve.testkit.JarserveTest}. Rules of this package: nothing of the
 * server is imitated; what a test does to it comes in through {@code node.Embedding} alone;
 * whatever is waited for tells, when it does not come, what the server says about it.
 */
@NullMarked
package io.jarserve.testkit;

import org.jspecify.annotations.NullMarked;
