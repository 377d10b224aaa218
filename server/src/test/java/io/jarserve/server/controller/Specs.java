package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.Provenance;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Short ways to say what is wanted. */
final class Specs {

  private Specs() {}

  static ApplicationSpec app(String name, String version, DeploymentSpec... deployments) {
    return new ApplicationSpec(
        name, version, digest(name + version), name + ".jar", List.of(deployments));
  }

  static ApplicationSpec app(String name, String version, int replicas) {
    return app(name, version, deployment("Main", replicas));
  }

  /** Accepted from the deploy directory. */
  static AppState accepted(ApplicationSpec spec) {
    return AppState.accepted(spec, Provenance.directory(spec.file(), Instant.EPOCH));
  }

  static ApplicationSpec inFile(ApplicationSpec spec, String file) {
    return new ApplicationSpec(
        spec.name(), spec.version(), spec.digest(), file, spec.deployments());
  }

  static DeploymentSpec deployment(String name, int replicas) {
    return deployment(name, Map.of(OptionKey.NUM_REPLICAS, replicas));
  }

  static DeploymentSpec deployment(String name, Map<OptionKey, ?> options) {
    return new DeploymentSpec(name, "demo." + name, Options.defaults().with(options));
  }

  static Digest digest(String seed) {
    return new Digest("%064x".formatted(seed.hashCode() & 0xffffffffL));
  }

  static Listing listing(ApplicationSpec... specs) {
    return new Listing(
        Arrays.stream(specs).map(Listing.Accepted::new).toList(),
        List.of(),
        Set.of(),
        Optional.empty());
  }

  static Listing deleted(Listing listing, String... files) {
    return new Listing(listing.accepted(), listing.rejected(), Set.of(files), Optional.empty());
  }
}
