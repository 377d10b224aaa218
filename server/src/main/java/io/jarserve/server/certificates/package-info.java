/**
 * Certificates and keys in files: read and checked here, for whoever needs them. Ground floor;
 * nothing but Java's own. Messages name file, fault and remedy, and hold no key and no password.
 */
@NullMarked
package io.jarserve.server.certificates;

import org.jspecify.annotations.NullMarked;
