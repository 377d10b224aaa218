package io.jarserve.testkit;

import io.jarserve.api.DeploymentHandle;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of a test that gets, before each test, what its type says: the {@link
 * JarserveServer}, a {@link JarserveClient}, a {@link DeploymentHandle}, or the instance of a
 * deployment class that is served in process. Static fields get theirs once, before all tests.
 * Parameters need it only to say which deployment a handle leads to.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Served {

  /**
   * The deployment that a {@link DeploymentHandle} leads to, by its name or as {@code
   * application#Greeter}; need not be said where only one is served.
   */
  String value() default "";
}
