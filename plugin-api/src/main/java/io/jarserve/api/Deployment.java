package io.jarserve.api;

import org.pf4j.ExtensionPoint;

/**
 * A piece of code that answers requests; the unit that Jarserve scales, health-checks and updates.
 *
 * <p>Implement it in a public class with a public constructor without parameters, annotate that
 * class with {@link DeploymentOptions} and package it as a JAR whose manifest has a {@code
 * Plugin-Id} and a {@code Plugin-Version}. Every replica is an instance of its own: fields belong
 * to one replica.
 *
 * <p><b>Life of a replica.</b> Constructor, {@link #start}, {@link #reconfigure} when there is a
 * user config, {@link #checkHealth} once, and only then requests. At the end the replica takes no
 * more requests, those under way are finished, and {@link #stop} is called.
 *
 * <p><b>Threads.</b> {@link #handle} is called by many threads at once, up to {@code
 * max_ongoing_requests}; {@link #checkHealth} and {@link #reconfigure} may run beside it. The other
 * methods are never called at the same time as any other. No call runs on a thread that outlives
 * the plugin, except {@link #handle} of a non-blocking deployment.
 *
 * <p><b>Errors.</b> Every method may throw anything. Every call has a deadline; a call that passes
 * it is interrupted and, when it ignores that, abandoned.
 *
 * @since 0.1
 */
public interface Deployment extends ExtensionPoint {

  /**
   * Prepares this replica: opens connections, loads models. No request arrives before it returned.
   *
   * @param context what this replica may know about itself; stays valid until after {@link #stop}
   * @throws Exception when the replica cannot serve; it counts as a failed start
   */
  default void start(ReplicaContext context) throws Exception {}

  /**
   * Answers one request.
   *
   * @param request valid until the answer is sent
   * @return the answer
   * @throws Exception becomes status 500; the client gets the request id, the log the stack trace
   */
  Response handle(Request request) throws Exception;

  /**
   * Returns normally when this replica can do its work. Called every {@code health_check_period_s};
   * the replica gets no new request from the first failure on, and is replaced after {@code
   * health_check_failure_threshold} failures in a row.
   *
   * @throws Exception when it cannot; the message is shown in the status
   */
  default void checkHealth() throws Exception {}

  /**
   * Takes a new user config, without a restart. Called after {@link #start} when there is one, and
   * on each change of it.
   *
   * @param config the whole new config
   * @throws Exception when it is not acceptable: the replica goes on with the one before; as a part
   *     of the start, it counts as a failed start
   */
  default void reconfigure(UserConfig config) throws Exception {}

  /**
   * Gives back what {@link #start} took. Called once, also after a start that threw; not after one
   * that was abandoned because it did not return in time, and may still be at work.
   *
   * @throws Exception is logged; the replica counts as stopped all the same, as it does when this
   *     takes longer than 10 seconds
   */
  default void stop() throws Exception {}
}
