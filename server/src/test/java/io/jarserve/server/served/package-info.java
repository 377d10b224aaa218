/** Journeys and dangers through the whole server: real JARs, real ports, real processes. */
@NullMarked
package io.jarserve.server.served;

import org.jspecify.annotations.NullMarked;
