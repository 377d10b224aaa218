/** The samples as users meet them: JARs that are dropped, and pages whose commands work. */
@NullMarked
package io.jarserve.samples.served;

import org.jspecify.annotations.NullMarked;
