/**
 * Many models, few of them in the memory of a replica.
 *
 * <p>Rules of this package: a model is loaded once for all who wait, and closed once, when it has
 * left and nobody uses it any more; both are code of a plugin and happen on threads of the replica;
 * what a request asks while its model is there takes no lock but that of the model's own slot.
 */
@NullMarked
package io.jarserve.server.replica.models;

import org.jspecify.annotations.NullMarked;
