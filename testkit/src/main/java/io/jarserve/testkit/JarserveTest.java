package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Serves deployments while the tests of a class run: an embedded server on free ports, up before
 * the first test and gone after the last. Nested test classes share the server of the class around
 * them.
 *
 * <pre>
 *   &#64;JarserveTest(Greeter.class)
 *   class GreeterServedTest {
 *     &#64;Test
 *     void get_withName_greets(JarserveClient http) {
 *       assertThat(http.get("/greet?name=Ada").body()).isEqualTo("hello Ada\n");
 *     }
 *   }
 * </pre>
 *
 * <p>Parameters of tests, life cycle methods and constructors, and fields with {@link Served}, get
 * the {@link JarserveServer}, a {@link JarserveClient}, a {@link DeploymentHandle}, or an instance
 * of a deployment class that is served in process. What a test did to the server (versions,
 * options, health) is undone before the next one; the replicas and their state live on.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(JarserveExtension.class)
public @interface JarserveTest {

  /**
   * Deployments that are served in process, without a JAR: the server runs the very classes that
   * the test sees. Together they are one application.
   */
  Class<? extends Deployment>[] value() default {};

  /** The name of the application that {@link #value} makes up. */
  String application() default Setup.APPLICATION;

  /**
   * What an operator would write into {@code <application>.yaml} for {@link #value}, such as {@code
   * user_config}.
   */
  String options() default "";

  /** JARs that are dropped as a user would, each an application; relative to the module. */
  String[] jars() default {};
}
