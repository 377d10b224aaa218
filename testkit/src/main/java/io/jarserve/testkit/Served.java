package io.jarserve.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of a test that gets, before each test, what its type says: the {@link
 * JarserveServer}, a {@link JarserveClient}, or the instance of a deployment class that is served
 * in process. Static fields get theirs once, before all tests.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Served {}
