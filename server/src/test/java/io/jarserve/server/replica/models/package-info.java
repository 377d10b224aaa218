/** Tests of the models of a replica, with real threads. */
@NullMarked
package io.jarserve.server.replica.models;

import org.jspecify.annotations.NullMarked;
