package io.jarserve.server.replica;

import io.jarserve.api.CurrentRequest;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.UserConfig;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.replica.handle.Handles;
import io.jarserve.server.replica.request.CurrentCall;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a replica is told about itself, and what it is lent. Any thread. */
final class OwnContext implements ReplicaContext {

  private final ReplicaId id;
  private final String version;
  private final Logger logger;
  private final OwnExecutor executor;
  private final TempDirectory tempDirectory;
  private final Handles handles;
  private volatile UserConfig userConfig;

  OwnContext(Callee self, String version, UserConfig none, Path workDir, Handles handles) {
    this.id = self.id();
    this.version = version;
    this.logger = LoggerFactory.getLogger(id.application() + "." + id.deployment());
    this.executor = new OwnExecutor(id, self.threads());
    this.tempDirectory = new TempDirectory(id, workDir);
    this.handles = handles;
    this.userConfig = none;
  }

  /** The deployment accepted it. */
  void accepted(UserConfig config) {
    userConfig = config;
  }

  /** The replica is gone: nothing is lent any more. Waits for nothing. */
  void end() {
    executor.end();
    handles.end();
  }

  /** Deletes what the replica left on the disk; takes its time. */
  void clear() {
    tempDirectory.delete();
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

  @Override
  public Optional<CurrentRequest> currentRequest() {
    CurrentCall current = CurrentCall.get();
    return current != null && current.isInRequest() ? Optional.of(current) : Optional.empty();
  }

  @Override
  public ExecutorService executor() {
    return executor;
  }

  @Override
  public Path tempDirectory() {
    return tempDirectory.get();
  }

  @Override
  public DeploymentHandle handle(String deployment) {
    return handles.own(deployment);
  }

  @Override
  public DeploymentHandle handle(String application, String deployment) {
    return handles.distant(application, deployment);
  }
}
