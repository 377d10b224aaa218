package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * What {@link JarserveTest} stands for. To set it up in code, register it instead:
 *
 * <pre>
 *   &#64;RegisterExtension
 *   static final JarserveExtension jarserve = JarserveExtension.serving(Setup.of(Greeter.class));
 * </pre>
 *
 * <p>In a static field there is one server for all tests of the class, in another one for each
 * test.
 *
 * @since 0.1
 */
public final class JarserveExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(JarserveExtension.class);
  private static final String OWN = "own of ";

  private final @Nullable Setup setup;

  /** For {@link JarserveTest}. */
  public JarserveExtension() {
    this(null);
  }

  private JarserveExtension(@Nullable Setup setup) {
    this.setup = setup;
  }

  /** Serves that. */
  public static JarserveExtension serving(Setup setup) {
    return new JarserveExtension(setup);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    if (find(context) == null || test.isAnnotationPresent(JarserveTest.class)) {
      start(context, setup == null ? annotated(test) : setup);
    }
    inject(test, null, server(context));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (find(context) == null) {
      start(context, setup == null ? annotated(context.getRequiredTestClass()) : setup);
    }
    JarserveServer server = server(context);
    server.restore();
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      inject(instance.getClass(), instance, server);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return isKnown(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    String deployment = parameter.findAnnotation(Served.class).map(Served::value).orElse("");
    return value(parameter.getParameter().getType(), deployment, server(context));
  }

  private static void start(ExtensionContext context, Setup setup) {
    JarserveServer server = JarserveServer.start(setup);
    store(context).put(JarserveServer.class, server);
    store(context).put(OWN + context.getUniqueId(), server);
  }

  /** Closes the server that was started for just this context, if one was. */
  private static void stop(ExtensionContext context) {
    JarserveServer own = store(context).remove(OWN + context.getUniqueId(), JarserveServer.class);
    if (own != null) {
      own.close();
    }
  }

  private static Setup annotated(Class<?> test) {
    JarserveTest annotation = test.getAnnotation(JarserveTest.class);
    if (annotation == null || (annotation.value().length == 0 && annotation.jars().length == 0)) {
      throw new ExtensionConfigurationException(
          test.getName()
              + " does not say what to serve: name deployment classes or jars in @JarserveTest, or"
              + " register JarserveExtension.serving(Setup.of(…))");
    }
    return Setup.of(annotation);
  }

  private static void inject(Class<?> test, @Nullable Object instance, JarserveServer server) {
    List<Field> fields =
        AnnotationSupport.findAnnotatedFields(
            test,
            Served.class,
            field -> Modifier.isStatic(field.getModifiers()) == (instance == null),
            HierarchyTraversalMode.TOP_DOWN);
    for (Field field : fields) {
      set(field, instance, server);
    }
  }

  private static void set(Field field, @Nullable Object instance, JarserveServer server) {
    if (!isKnown(field.getType()) || Modifier.isFinal(field.getModifiers())) {
      throw new ExtensionConfigurationException(
          field
              + " has @Served but cannot be set: let it be a JarserveServer, a JarserveClient, a"
              + " DeploymentHandle or a deployment class, and not final");
    }
    try {
      field.setAccessible(true);
      String deployment = field.getAnnotation(Served.class).value();
      field.set(instance, value(field.getType(), deployment, server));
    } catch (IllegalAccessException e) {
      throw new ExtensionConfigurationException(field + " cannot be set: " + e, e);
    }
  }

  private static boolean isKnown(Class<?> type) {
    return type == JarserveServer.class
        || type == JarserveClient.class
        || type == DeploymentHandle.class
        || (Deployment.class.isAssignableFrom(type) && type != Deployment.class);
  }

  private static Object value(Class<?> type, String deployment, JarserveServer server) {
    if (type == JarserveServer.class) {
      return server;
    } else if (type == DeploymentHandle.class) {
      return deployment.isEmpty() ? server.handle() : server.handle(deployment);
    }
    return type == JarserveClient.class
        ? server.http()
        : server.instance(type.asSubclass(Deployment.class));
  }

  private static JarserveServer server(ExtensionContext context) {
    JarserveServer server = find(context);
    if (server == null) {
      throw new ExtensionConfigurationException(
          "no server runs yet: let the field of JarserveExtension be static to have one this early");
    }
    return server;
  }

  private static @Nullable JarserveServer find(ExtensionContext context) {
    return store(context).get(JarserveServer.class, JarserveServer.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
