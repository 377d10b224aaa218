package io.jarserve.server.checkpoint;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.WantedState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wanted states for tests; equal versions make equal states. */
final class Wanted {

  private Wanted() {}

  /** One application in that version, with something in every field. */
  static WantedState of(String version) {
    return of(version, new Digest("ab".repeat(32)));
  }

  /** The same, with that artifact. */
  static WantedState of(String version, Digest digest) {
    ApplicationSpec spec = spec(version, digest);
    WantedState.Failure failure =
        new WantedState.Failure(spec, "start threw: Ünsinn", Instant.ofEpochSecond(17, 5));
    return new WantedState(
        List.of(
            new WantedState.Application(
                spec, Optional.of(spec), List.of(failure), Optional.of(Instant.EPOCH))));
  }

  private static ApplicationSpec spec(String version, Digest digest) {
    Options options =
        Options.defaults()
            .with(OptionKey.NUM_REPLICAS, 3)
            .with(OptionKey.USER_CONFIG, Map.of("greeting", "hällo", "times", 3L));
    return new ApplicationSpec(
        "greeter",
        version,
        digest,
        "greeter.jar",
        List.of(new DeploymentSpec("Greeter", "demo.Greeter", options)));
  }
}
