/** A servlet as it might come out of a WAR: it knows the servlet API, and nothing of Jarserve. */
@NullMarked
package com.acme.guestbook;

import org.jspecify.annotations.NullMarked;
