/**
 * The decided image and the observed one, and how they travel: a {@link
 * io.jarserve.server.plan.ServingPlan} goes down from the controller to the nodes, a {@link
 * io.jarserve.server.plan.NodeReport} comes up. Each carries the whole truth every time, so a lost
 * or repeated one does no harm.
 *
 * <p>Rules of this package: records alone, which never change; a plan is answered by what is
 * observed and by nothing else; whoever missed one needs no more than the next.
 */
@NullMarked
package io.jarserve.server.plan;

import org.jspecify.annotations.NullMarked;
