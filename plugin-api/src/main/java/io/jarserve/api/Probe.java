package io.jarserve.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A request that each replica has to answer before it takes those of others: the value of {@link
 * DeploymentOptions#probe()}. Nothing is sent until {@link #path} says where to.
 *
 * <p>It is a GET without a body that comes to {@link Deployment#handle} when the first health check
 * has passed, straight to the new replica. Another status than the expected one, an exception, or
 * no answer in time is a failed start: after three of them the version has failed, and the one
 * before goes on serving.
 *
 * <p>An operator sets the same under {@code probe}: {@code path}, {@code status}, {@code
 * timeout_s}; what is not there stays as it is here.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Probe {

  /** Path below the route prefix, such as {@code /ready}. Empty: no such request. */
  String path() default "";

  /** The status that the answer must have; from 200 to 599. */
  int status() default 200;

  /** How long the answer may take. */
  String timeout() default "5s";
}
