/** Tests of what is read from files of certificates and keys. */
@NullMarked
package io.jarserve.server.certificates;

import org.jspecify.annotations.NullMarked;
