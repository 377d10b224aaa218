package io.jarserve.testkit;

import io.jarserve.api.Deployment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server serves at its start, for those who say it in code and not by {@link JarserveTest}.
 * Immutable: each method gives a copy.
 *
 * @since 0.1
 */
public final class Setup {

  static final String APPLICATION = "test";

  private final String application;
  private final List<Class<? extends Deployment>> deployments;
  private final List<Path> jars;
  private final Map<String, String> options;

  private Setup(
      String application,
      List<Class<? extends Deployment>> deployments,
      List<Path> jars,
      Map<String, String> options) {
    this.application = application;
    this.deployments = List.copyOf(deployments);
    this.jars = List.copyOf(jars);
    this.options = Map.copyOf(options);
  }

  /** These classes in process, as one application of the name {@code test}. */
  @SafeVarargs
  public static Setup of(Class<? extends Deployment>... deployments) {
    List<Class<? extends Deployment>> all = new ArrayList<>();
    for (Class<? extends Deployment> deployment : deployments) {
      all.add(deployment);
    }
    return new Setup(APPLICATION, all, List.of(), Map.of());
  }

  static Setup of(JarserveTest test) {
    Setup setup = of(test.value()).application(test.application());
    for (String jar : test.jars()) {
      setup = setup.jar(Path.of(jar));
    }
    return test.options().isBlank() ? setup : setup.options(test.options());
  }

  /** The classes as an application of that name; to be said before its {@link #options}. */
  public Setup application(String name) {
    return new Setup(name, deployments, jars, options);
  }

  /** One more application, from a JAR. */
  public Setup jar(Path jar) {
    List<Path> more = new ArrayList<>(jars);
    more.add(jar);
    return new Setup(application, deployments, more, options);
  }

  /** Options for the application of the classes, as an operator writes them in YAML. */
  public Setup options(String yaml) {
    return options(application, yaml);
  }

  /** Options for any application, as an operator writes them in YAML. */
  public Setup options(String ofApplication, String yaml) {
    Map<String, String> more = new HashMap<>(options);
    more.put(ofApplication, yaml);
    return new Setup(application, deployments, jars, more);
  }

  String application() {
    return application;
  }

  List<Class<? extends Deployment>> deployments() {
    return deployments;
  }

  List<Path> jars() {
    return jars;
  }

  Map<String, String> options() {
    return options;
  }
}
