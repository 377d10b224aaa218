/**
 * What a user types, run as a user would: the scripts, the archives and the commands of README.md,
 * as processes of their own.
 */
@NullMarked
package io.jarserve.distribution;

import org.jspecify.annotations.NullMarked;
