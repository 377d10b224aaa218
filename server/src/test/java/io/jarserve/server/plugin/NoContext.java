package io.jarserve.server.plugin;

import io.jarserve.api.ReplicaContext;
import io.jarserve.api.UserConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For deployments that do not ask. */
final class NoContext implements ReplicaContext {

  @Override
  public String application() {
    return "app";
  }

  @Override
  public String version() {
    return "1.0";
  }

  @Override
  public String deployment() {
    return "deployment";
  }

  @Override
  public String replicaId() {
    return "app#deployment#1";
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger("app.deployment");
  }

  @Override
  public UserConfig userConfig() {
    throw new UnsupportedOperationException("no user config");
  }
}
