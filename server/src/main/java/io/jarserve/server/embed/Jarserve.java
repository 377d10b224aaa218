package io.jarserve.server.embed;

import io.jarserve.api.Deployment;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An instance, and what a program can do with it: one that is a part of the program itself, or one
 * elsewhere.
 *
 * <p>Every change is carried out as a whole or not at all, and waited for: what returns, serves.
 * What is refused or fails is a {@link JarserveException}; whatever served before goes on serving.
 * Any thread.
 *
 * @since 0.1
 */
public interface Jarserve {

  /** {@link #start(ServerConfig)} with {@link ServerConfig#defaults}. */
  static Jarserve start() {
    return start(ServerConfig.defaults());
  }

  /**
   * Serves from inside this program, until it ends or {@link #shutdown} is called. Does not keep
   * the program alive: {@link #awaitShutdown} does. Where an instance with these options runs in
   * this process already, that is the one.
   *
   * <p>The logging of the program stays as it is: of the settings of the console, none is looked
   * at.
   *
   * @throws JarserveException when it cannot start, or runs already with other options; names them
   */
  static Jarserve start(ServerConfig options) {
    return InThisProcess.start(options);
  }

  /**
   * Starts an instance as a process of its own that outlives this program, as {@code jarserve start
   * --detach} does, and returns when it is up. It is ended by {@link #shutdown} or {@code jarserve
   * shutdown}; its process id and its log are in the state directory, of which one instance at a
   * time can be started.
   *
   * @throws JarserveException when it cannot start; names the process that has the state directory
   */
  static Jarserve startDetached(ServerConfig options) {
    return startDetached(options, ConnectOptions.NONE);
  }

  /**
   * As {@link #startDetached(ServerConfig)}, with options that ask for more than the environment
   * has: an admin port with tokens, or with TLS.
   *
   * @param connecting how this program asks the instance that it has started
   */
  static Jarserve startDetached(ServerConfig options, ConnectOptions connecting) {
    return Elsewhere.startDetached(options, connecting);
  }

  /** {@link #connect(String, ConnectOptions)} with what the environment says. */
  static Jarserve connect(String adminAddress) {
    return connect(adminAddress, ConnectOptions.NONE);
  }

  /**
   * The instance that has its admin port there; this program need not have started it. JARs can be
   * deployed to it, and no functions or classes.
   *
   * @param adminAddress such as {@code http://127.0.0.1:8265} or {@code https://jarserve:8265}
   * @param connecting who this program is there, and how it knows the instance
   * @throws JarserveException when no instance answers there, or it and this program do not trust
   *     each other
   */
  static Jarserve connect(String adminAddress, ConnectOptions connecting) {
    return Elsewhere.connect(adminAddress, connecting);
  }

  /** Where the public port is. */
  URI httpAddress();

  /** Where the admin port is. */
  URI adminAddress();

  /** Everything that the instance tells about itself. */
  InstanceStatus status();

  /** What it tells of one application; empty when there is none of that name. */
  default Optional<ApplicationView> application(String name) {
    return Optional.ofNullable(status().applications().get(name));
  }

  /**
   * Serves a function, or an update of it, at {@code /<name>} unless the options say otherwise. It
   * is an application and a deployment of that name, and ends with this process: no checkpoint has
   * it. Requests under way on the function before are finished by that one.
   *
   * @param deployment serves all replicas, by many threads at once; the same object again changes
   *     nothing but the options
   */
  default ApplicationView deploy(String name, Deployment deployment) {
    return deploy(name, deployment, DeployOptions.NONE);
  }

  /** As {@link #deploy(String, Deployment)}. */
  ApplicationView deploy(String name, Deployment deployment, DeployOptions options);

  /**
   * Serves a class of this program, or an update of what the application was. Each replica gets an
   * instance of its own; the annotation on the class holds. Ends with this process.
   */
  default ApplicationView deploy(String application, Class<? extends Deployment> deployment) {
    return deploy(application, List.of(deployment), DeployOptions.NONE);
  }

  /** As {@link #deploy(String, Class)}, with several classes that may call each other. */
  ApplicationView deploy(
      String application, List<Class<? extends Deployment>> deployments, DeployOptions options);

  /**
   * Serves a JAR, or an update of it, as the application that it says it is. It survives the end of
   * this process: the next instance with the same checkpoint brings it back.
   */
  default ApplicationView deploy(Path jar) {
    return deploy(jar, DeployOptions.NONE);
  }

  /** As {@link #deploy(Path)}. */
  ApplicationView deploy(Path jar, DeployOptions options);

  /** Sets options, and leaves those that are not named as they are. */
  ApplicationView configure(String application, DeployOptions options);

  /** Sets how many replicas a deployment has; they come and go after this has returned. */
  ApplicationView scale(String application, String deployment, int replicas);

  /** As {@link #scale(String, String, int)}, of an application with one deployment. */
  default ApplicationView scale(String application, int replicas) {
    return scale(application, OnlyDeployment.of(application, status()), replicas);
  }

  /** Replaces all replicas by new ones, a few at a time. */
  ApplicationView restart(String application);

  /** Serves the version before again. */
  ApplicationView rollback(String application);

  /** Drains an application and forgets it. */
  void delete(String application);

  /**
   * Ends the instance: requests under way are finished, then every replica is stopped. Returns when
   * that is done. What is deployed from JARs is there again after the next start.
   */
  void shutdown();

  /**
   * Waits until somebody has ended the instance.
   *
   * @return whether that was so; false when patience was at its end before
   */
  boolean awaitShutdown(Duration most);
}
