package io.jarserve.server.plugin;

import io.jarserve.api.Deployment;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Makes instances of deployment classes, and says in full why it cannot. Stateless. */
final class Instances {

  private Instances() {}

  static Deployment create(ClassLoader loader, String className) throws PluginException {
    Class<?> type = load(loader, className);
    Constructor<?> constructor = constructor(type);
    try {
      return (Deployment) constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw PluginException.of("the constructor of " + className, e.getTargetException());
    } catch (ExceptionInInitializerError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw PluginException.of("the static initializer of " + className, cause);
    } catch (NoClassDefFoundError e) {
      throw linkage(className, e);
    } catch (Throwable e) {
      throw PluginException.of("making an instance of " + className, e);
    }
  }

  private static Class<?> load(ClassLoader loader, String className) throws PluginException {
    try {
      return loader.loadClass(className);
    } catch (ClassNotFoundException e) {
      throw new PluginException(
          "class "
              + className
              + " is not in the JAR, though its extension index or manifest names it: build the JAR anew from clean");
    } catch (Throwable e) {
      throw PluginException.of("loading class " + className, e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) throws PluginException {
    if (!Deployment.class.isAssignableFrom(type)) {
      throw new PluginException(
          "class "
              + type.getName()
              + " is no deployment: let it implement "
              + Deployment.class.getName()
              + ", or take @DeploymentOptions off it");
    }
    int modifiers = type.getModifiers();
    if (Modifier.isAbstract(modifiers) || !Modifier.isPublic(modifiers)) {
      throw new PluginException(
          "class " + type.getName() + " must be public and not abstract: declare it so");
    }
    try {
      return type.getConstructor();
    } catch (NoSuchMethodException e) {
      throw new PluginException(
          "class " + type.getName() + " has no public constructor without parameters: add one");
    } catch (Throwable e) {
      throw PluginException.of("looking at class " + type.getName(), e);
    }
  }

  private static PluginException linkage(String className, NoClassDefFoundError e) {
    boolean initialized = Telling.message(e).startsWith("Could not initialize class");
    String what =
        initialized
            ? "the static initializer of " + className + " failed before and"
            : "making an instance of " + className;
    return PluginException.of(what, e);
  }
}
