/**
 * The one place that decides. {@link io.jarserve.server.controller.Controller} is a thread with a
 * queue of events; {@link io.jarserve.server.controller.Reconciler} is the pure function inside it.
 * Nothing here knows how a replica is run or a request is answered: the plan goes down, the report
 * comes up.
 *
 * <p>Rules of this package: the controller's thread alone writes what is known; what decides is
 * handed time, ids and news, and reads none of them itself; what is wanted is saved before it
 * counts; nobody who is told of something can hold that thread up.
 */
@NullMarked
package io.jarserve.server.controller;

import org.jspecify.annotations.NullMarked;
