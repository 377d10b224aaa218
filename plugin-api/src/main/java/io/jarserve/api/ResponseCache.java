package io.jarserve.api;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which answers of a deployment the server keeps and gives again without calling {@link
 * Deployment#handle}: the value of {@link DeploymentOptions#responseCache()}. Nothing is kept until
 * {@link #ttl} says for how long.
 *
 * <p>An answer is found again by host, path, and the parts of the request that are named here;
 * <b>whatever else is in a request must not change the answer</b>, cookies for example. An answer's
 * own {@code Cache-Control} makes its time shorter or forbids to keep it.
 *
 * <p>An operator sets the same under {@code response_cache}: {@code ttl_s}, {@code max_bytes},
 * {@code methods}, {@code vary_query}, {@code vary_headers}; what is not there stays as it is here.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface ResponseCache {

  /**
   * How long an answer may be given again, such as {@code 30s}; at most a day. {@code 0s}: nothing
   * is kept.
   */
  String ttl() default "0s";

  /**
   * How many bytes of answers are kept on a node, headers and keys included; what was used least
   * leaves first.
   */
  long maxBytes() default 16L * 1024 * 1024;

  /**
   * Which requests may get a kept answer: {@code GET}, {@code HEAD}. HEAD is answered from what a
   * GET has brought; methods with a body never are.
   */
  String[] methods() default {"GET", "HEAD"};

  /**
   * The query parameters that answers depend on. {@code "*"}: the whole query as it was written;
   * empty: none.
   */
  String[] varyQuery() default {"*"};

  /**
   * The request headers that answers depend on. An answer whose {@code Vary} names another one is
   * not kept. Requests with {@code Authorization} get kept answers only if it is named here.
   */
  String[] varyHeaders() default {};
}
