package io.jarserve.server.model.change;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.OptionKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One thing to do to one application. */
public sealed interface Command {

  /** The application that it is about. */
  String application();

  /** What is done, for people: {@code scale Main to 4}. */
  String title();

  /**
   * Serves that from now on, in place of whatever the application served before.
   *
   * @param spec all of it; its artifact is in the store, and {@code file} is what it was called
   *     where it came from
   */
  record Deploy(ApplicationSpec spec) implements Command {
    @Override
    public String application() {
      return spec.name();
    }

    @Override
    public String title() {
      return "deploy " + spec.version();
    }
  }

  /** Drains it and forgets it, its history as well. */
  record Delete(String application) implements Command {
    @Override
    public String title() {
      return "delete";
    }
  }

  /**
   * Serves again what it served before, as a new version.
   *
   * @param toVersion one of its history; empty: the one before the serving one
   */
  record Rollback(String application, Optional<Long> toVersion) implements Command {
    @Override
    public String title() {
      return toVersion.map(number -> "rollback to " + number).orElse("rollback");
    }
  }

  /**
   * Replaces replicas by new ones of the same version, a few at a time, in a class loader of their
   * own. A version that is known to fail is tried again.
   *
   * @param deployment empty: all of them
   */
  record Restart(String application, Optional<String> deployment) implements Command {
    @Override
    public String title() {
      return deployment.map(name -> "restart " + name).orElse("restart");
    }
  }

  /** Sets how many replicas a deployment has. */
  record Scale(String application, String deployment, int replicas) implements Command {
    @Override
    public String title() {
      return "scale " + deployment + " to " + replicas;
    }
  }

  /**
   * Sets some options and leaves the others as they are.
   *
   * @param deployment empty: all of them
   * @param options values as YAML or JSON have them
   */
  record Patch(String application, Optional<String> deployment, Map<OptionKey, Object> options)
      implements Command {
    public Patch {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @Override
    public String title() {
      return "patch "
          + String.join(", ", options.keySet().stream().map(OptionKey::yamlName).toList());
    }
  }
}
