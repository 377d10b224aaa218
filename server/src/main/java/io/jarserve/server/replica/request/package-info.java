/**
 * One request at a replica: through the gate, into the deployment, and the answer out.
 *
 * <p>Rules of this package: a slot of the gate is taken before anything of a request is touched,
 * and given back when the deployment's code has returned, however late; plugin code of a blocking
 * deployment, and whatever goes on after {@code handle}, runs on threads of its generation only;
 * the body is read under the body's own lock, so that whoever ends an exchange from outside can
 * shut it first; no throwable of a plugin is handed to Jetty or kept.
 */
@NullMarked
package io.jarserve.server.replica.request;

import org.jspecify.annotations.NullMarked;
