/** An application as it might come out of a WAR: it knows JAX-RS, and nothing of Jarserve. */
@NullMarked
package com.acme.library;

import org.jspecify.annotations.NullMarked;
