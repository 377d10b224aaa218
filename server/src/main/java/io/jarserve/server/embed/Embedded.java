package io.jarserve.server.embed;

import io.jarserve.api.Deployment;
import io.jarserve.server.artifact.Artifact;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Fate;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.node.Embedding;
import io.jarserve.server.node.ServeNode;
import io.jarserve.server.node.StartException;
import io.jarserve.server.replica.Influence;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An instance inside this process. Changes are asked for one after the other, so that a version is
 * never let go of while it is on its way; they are waited for side by side. Any thread.
 */
final class Embedded implements Jarserve {

  private static final Actor PROGRAM = new Actor("", Origin.EMBEDDED);
  private static final long DECIDED_WITHIN_SECONDS = 60;
  private static final long LOOK_AGAIN_MILLIS = 10;

  private final ServerConfig options;
  private final InProcess inProcess;
  private final ServeNode node;

  private Embedded(ServerConfig options, InProcess inProcess, ServeNode node) {
    this.options = options;
    this.inProcess = inProcess;
    this.node = node;
  }

  static Embedded start(ServerConfig options) {
    InProcess inProcess = new InProcess(ServeNode.workDir(options));
    Influence influence = new Influence(inProcess::host, replica -> Optional.empty());
    try {
      ServeNode node = ServeNode.start(options, Embedding.of(influence, inProcess::jar));
      return new Embedded(options, inProcess, node);
    } catch (StartException e) {
      throw new JarserveException("not_started", String.valueOf(e.getMessage()), e);
    }
  }

  /** What it was started with. */
  ServerConfig options() {
    return options;
  }

  /** Whether somebody has begun to end it. */
  boolean isEnding() {
    return node.isClosing();
  }

  @Override
  public URI httpAddress() {
    return node.httpAddress();
  }

  @Override
  public URI adminAddress() {
    return node.adminAddress();
  }

  @Override
  public InstanceStatus status() {
    return node.status();
  }

  // ---- changes

  @Override
  public ApplicationView deploy(String name, Deployment deployment, DeployOptions wanted) {
    return settled(
        ask(name, () -> deploying(inProcess.function(name, deployment), wanted)),
        wanted.patience());
  }

  @Override
  public ApplicationView deploy(
      String application, List<Class<? extends Deployment>> deployments, DeployOptions wanted) {
    return settled(
        ask(application, () -> deploying(inProcess.classes(application, deployments), wanted)),
        wanted.patience());
  }

  @Override
  public ApplicationView deploy(Path jar, DeployOptions wanted) {
    ApplicationSpec authored = taken(jar.toAbsolutePath().normalize());
    return settled(ask(authored.name(), () -> deploying(authored, wanted)), wanted.patience());
  }

  @Override
  public ApplicationView configure(String application, DeployOptions wanted) {
    List<Command> commands = new ArrayList<>();
    Map<OptionKey, Object> common = wanted.overrides().common();
    if (!common.isEmpty()) {
      commands.add(new Command.Patch(application, Optional.empty(), common));
    }
    wanted
        .overrides()
        .singles()
        .forEach(
            (name, own) -> commands.add(new Command.Patch(application, Optional.of(name), own)));
    if (commands.isEmpty()) {
      throw new IllegalArgumentException(
          "no option is given for application '" + application + "': name at least one to change");
    }
    return settled(ask(application, () -> commands), wanted.patience());
  }

  @Override
  public ApplicationView scale(String application, String deployment, int replicas) {
    return settled(new Command.Scale(application, deployment, replicas));
  }

  @Override
  public ApplicationView restart(String application) {
    return settled(new Command.Restart(application, Optional.empty()));
  }

  @Override
  public ApplicationView rollback(String application) {
    return settled(new Command.Rollback(application, Optional.empty()));
  }

  @Override
  public void delete(String application) {
    Duration patience = DeployOptions.NONE.patience();
    Effect effect = ask(application, () -> List.of(new Command.Delete(application)));
    await(effect, patience);
  }

  private ApplicationView settled(Command command) {
    return settled(
        ask(command.application(), () -> List.of(command)), DeployOptions.NONE.patience());
  }

  private static List<Command> deploying(ApplicationSpec authored, DeployOptions wanted)
      throws RefusedException {
    return List.of(
        new Command.Deploy(authored.with(wanted.overrides().over(authored.deployments()))));
  }

  private ApplicationSpec taken(Path jar) {
    try {
      Artifact artifact = node.take(jar);
      return new ApplicationSpec(
          artifact.application(),
          artifact.version(),
          artifact.digest(),
          String.valueOf(jar.getFileName()),
          artifact.deployments());
    } catch (RefusedException refused) {
      throw refused("JAR " + jar, refused);
    }
  }

  private static JarserveException refused(String what, RefusedException cause) {
    String reason = cause.isTrouble() ? "store_trouble" : "artifact_refused";
    return new JarserveException(reason, what + ": " + cause.reason(), cause);
  }

  /** What is asked for, made while nobody else asks. */
  private interface Wish {
    List<Command> commands() throws RefusedException;
  }

  private synchronized Effect ask(String application, Wish wish) {
    try {
      List<Command> commands = wish.commands();
      Outcome outcome = decided(new Change(commands, PROGRAM, Optional.empty(), false));
      inProcess.retain(node.wanted().digests());
      if (outcome instanceof Outcome.Refused refused) {
        throw JarserveException.of(refused.reason(), refused.message());
      }
      return ((Outcome.Accepted) outcome).effects().get(0);
    } catch (RefusedException refused) {
      throw refused("application '" + application + "'", refused);
    }
  }

  private Outcome decided(Change change) {
    try {
      return node.submit(change)
          .toCompletableFuture()
          .get(DECIDED_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw JarserveException.interrupted(change.title());
    } catch (ExecutionException | TimeoutException e) {
      throw new JarserveException(
          "failed",
          "%s: nothing was decided within %s s, and it may still be; look at the status"
              .formatted(change.title(), DECIDED_WITHIN_SECONDS),
          e);
    }
  }

  private ApplicationView settled(Effect effect, Duration patience) {
    InstanceStatus now = await(effect, patience);
    ApplicationView view = now.applications().get(effect.application());
    if (view == null || Fate.of(effect.application(), effect.version(), now) == Fate.FAILED) {
      throw new JarserveException(
          "deploy_failed",
          "application '%s' was changed and does not serve as wanted: %s"
              .formatted(effect.application(), view == null ? "it is gone" : view.message()));
    }
    return view;
  }

  private InstanceStatus await(Effect effect, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    InstanceStatus now = status();
    while (Fate.of(effect.application(), effect.version(), now) == Fate.UNDER_WAY) {
      if (System.nanoTime() - until > 0 || isEnding()) {
        throw unfinished(effect, patience);
      }
      pause(effect);
      now = status();
    }
    return now;
  }

  private JarserveException unfinished(Effect effect, Duration patience) {
    return isEnding()
        ? new JarserveException(
            "stopping", "application '" + effect.application() + "': the server stops")
        : new JarserveException(
            "under_way",
            "application '%s' is changed, and not done within %s s; its status tells how far it is"
                .formatted(effect.application(), patience.toSeconds()));
  }

  private static void pause(Effect effect) {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      throw JarserveException.interrupted("application '" + effect.application() + "'");
    }
  }

  // ---- the end

  @Override
  public void shutdown() {
    node.close();
    try {
      node.awaitClose();
    } catch (InterruptedException e) {
      throw JarserveException.interrupted("the end of the instance");
    }
  }

  @Override
  public boolean awaitShutdown(Duration most) {
    try {
      return node.awaitClose(most);
    } catch (InterruptedException e) {
      throw JarserveException.interrupted("the end of the instance");
    }
  }
}
