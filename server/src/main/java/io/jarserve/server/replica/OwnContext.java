package io.jarserve.server.replica;

import io.jarserve.api.ReplicaContext;
import io.jarserve.api.UserConfig;
import io.jarserve.server.model.ReplicaId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a replica is told about itself. Any thread. */
final class OwnContext implements ReplicaContext {

  private final ReplicaId id;
  private final String version;
  private final Logger logger;
  private volatile UserConfig userConfig;

  OwnContext(ReplicaId id, String version, UserConfig none) {
    this.id = id;
    this.version = version;
    this.logger = LoggerFactory.getLogger(id.application() + "." + id.deployment());
    this.userConfig = none;
  }

  /** The deployment accepted it. */
  void accepted(UserConfig config) {
    userConfig = config;
  }

  @Override
  public String application() {
    return id.application();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String deployment() {
    return id.deployment();
  }

  @Override
  public String replicaId() {
    return id.toString();
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public UserConfig userConfig() {
    return userConfig;
  }
}
