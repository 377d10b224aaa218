package io.jarserve.server.node;

import io.jarserve.server.artifact.Artifact;
import io.jarserve.server.artifact.ArtifactDoor;
import io.jarserve.server.artifact.Overrides;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.config.ApplicationConfig;
import io.jarserve.server.config.ApplicationConfig.DeploymentConfig;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys what the config files of a server ask for, by commands like everybody else: under the
 * owner that {@code jarserve deploy} has by default, so that the same file can be applied again
 * while the server runs. One that is refused stands in nobody's way. Stateless.
 */
final class ConfiguredApplications {

  private static final Logger log = LoggerFactory.getLogger(ConfiguredApplications.class);

  private static final Origin OWNER = Origin.config("default");
  private static final long PATIENCE_SECONDS = 60;

  private final ArtifactDoor door;
  private final Function<Change, CompletionStage<Outcome>> submit;

  ConfiguredApplications(ArtifactDoor door, Function<Change, CompletionStage<Outcome>> submit) {
    this.door = door;
    this.submit = submit;
  }

  /** Returns when all are accepted or refused; what is refused is logged. */
  void deploy(List<ApplicationConfig> applications) throws InterruptedException {
    for (ApplicationConfig one : applications) {
      try {
        Actor actor = new Actor(one.origin().where(), OWNER);
        tell(one, outcome(Change.of(actor, new Command.Deploy(spec(one)))));
      } catch (RefusedException bad) {
        String jar = one.importPath().toString();
        refused(one, bad.reason().contains(jar) ? bad.reason() : jar + " " + bad.reason());
      } catch (IllegalArgumentException wrong) {
        refused(one, String.valueOf(wrong.getMessage()));
      }
    }
  }

  private ApplicationSpec spec(ApplicationConfig one) throws RefusedException {
    Artifact artifact = door.take(one.importPath());
    if (!artifact.application().equals(one.name())) {
      throw new IllegalArgumentException(
          "%s is application '%s' by its Plugin-Id; name it so"
              .formatted(one.importPath(), artifact.application()));
    }
    Map<String, Map<OptionKey, Object>> singles = new LinkedHashMap<>();
    for (DeploymentConfig deployment : one.deployments()) {
      singles.put(deployment.name(), deployment.options());
    }
    return new ApplicationSpec(
        artifact.application(),
        artifact.version(),
        artifact.digest(),
        String.valueOf(one.importPath().getFileName()),
        new Overrides(one.options(), singles).over(artifact.deployments()));
  }

  private Outcome outcome(Change change) throws InterruptedException {
    try {
      return submit.apply(change).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException undecided) {
      throw new IllegalArgumentException(
          "nothing was decided (" + undecided + "); look at the status", undecided);
    }
  }

  private static void tell(ApplicationConfig one, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refusal) {
      refused(one, refusal.message());
    }
  }

  private static void refused(ApplicationConfig one, String why) {
    log.error("{}: application {} is not deployed: {}", one.origin(), one.name(), why);
  }
}
