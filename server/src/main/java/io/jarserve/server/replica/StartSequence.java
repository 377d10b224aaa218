package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.plugin.Generation;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.replica.request.RequestHandler;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Everything that brings a deployment to life, in one call on a thread of its generation: what its
 * user config refers to, constructor, start, reconfigure when there is a user config, the first
 * health check.
 */
final class StartSequence implements Callable<StartSequence.Started> {

  private final Generation generation;
  private final String className;
  private final OwnContext context;
  private final OwnUserConfig config;
  private volatile String step = "user_config";
  private volatile @Nullable Deployment deployment;

  /**
   * A deployment that may take requests.
   *
   * @param handler what answers its requests
   * @param ownCheck whether its class has a health check of its own
   */
  record Started(Deployment deployment, RequestHandler handler, boolean ownCheck) {}

  StartSequence(Generation generation, String className, OwnContext context, OwnUserConfig config) {
    this.generation = generation;
    this.className = className;
    this.context = context;
    this.config = config;
  }

  /** What is being done, or was done last. */
  String step() {
    return step;
  }

  /** What is to be stopped; null when the constructor did not return. */
  @Nullable Deployment deployment() {
    return deployment;
  }

  @Override
  public Started call() throws PluginException {
    try {
      return start();
    } catch (PluginException failure) {
      throw config.masked(failure);
    }
  }

  private Started start() throws PluginException {
    step("user_config", config::resolve);
    step = "the constructor";
    Deployment made = generation.instantiate(className);
    deployment = made;
    step("start", () -> made.start(context));
    RequestHandler handler = handler(made);
    if (!config.written().isEmpty()) {
      step("reconfigure", () -> made.reconfigure(config));
      context.accepted(config);
    }
    step("checkHealth", made::checkHealth);
    return new Started(made, handler, hasOwnCheck(made));
  }

  private RequestHandler handler(Deployment made) throws PluginException {
    step = "routes";
    try {
      return RequestHandler.of(made, context, generation.json());
    } catch (Throwable thrown) {
      throw PluginException.of("routes of " + className, thrown);
    }
  }

  /** A body that may throw anything. */
  private interface Body {
    void run() throws Exception;
  }

  private void step(String name, Body body) throws PluginException {
    step = name;
    try {
      body.run();
    } catch (Throwable thrown) {
      throw PluginException.of(name + " of " + className, thrown);
    }
  }

  private static boolean hasOwnCheck(Deployment deployment) {
    try {
      Class<?> declaring = deployment.getClass().getMethod("checkHealth").getDeclaringClass();
      return declaring != Deployment.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return true;
    }
  }
}
