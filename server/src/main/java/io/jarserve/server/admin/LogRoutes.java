package io.jarserve.server.admin;

import io.jarserve.server.config.ConfigSchema;
import io.jarserve.server.json.NearestName;
import io.jarserve.server.logs.LogLevels;
import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.Role;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Outcome;
import io.jarserve.server.openapi.Endpoint.Place;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What deployments log from here on, and what config files may hold. Called by any thread; holds
 * nothing but what was handed in.
 */
final class LogRoutes {

  private static final String LEVEL =
      InstanceRoutes.APPLICATIONS + "{name}/deployments/{deployment}/log_level";
  private static final Input DEPLOYMENT =
      new Input(Place.PATH, "deployment", Form.TEXT, true, "name of the deployment");
  private static final long MOST_BYTES = 1024;
  private static final String CONFIGURED = "that of the configuration";

  private final Supplier<InstanceStatus> status;
  private final LogLevels levels;
  private final Notes notes;

  /**
   * The least level of the lines of a deployment.
   *
   * @param level null: as the configuration of the server says
   */
  record LogLevelView(String application, String deployment, @Nullable String level) {}

  /** A level that is wished for. */
  record LogLevelChange(String level) {}

  LogRoutes(Supplier<InstanceStatus> status, LogLevels levels, Notes notes) {
    this.status = status;
    this.levels = levels;
    this.notes = notes;
  }

  List<AdminRoute> all() {
    Outcome view = InstanceRoutes.json("What holds", LogLevelView.class);
    Content change =
        new Content("application/json", new Shape.Of(LogLevelChange.class), MOST_BYTES);
    return List.of(
        AdminRoute.of(
            level("GET", "getLogLevel", "Tells the log level of a deployment").answering(200, view),
            Role.READ,
            call -> view(id(call))),
        AdminRoute.of(
            level("PUT", "setLogLevel", "Sets the log level of a deployment, until the server ends")
                .describedAs("One of " + String.join(", ", LogLevels.WORDS) + ".")
                .taking(change)
                .answering(200, view),
            Role.DEPLOY,
            call -> set(call, Optional.of(call.json(LogLevelChange.class).level()))),
        AdminRoute.of(
            level("DELETE", "resetLogLevel", "Goes back to the log level of the configuration")
                .answering(200, view),
            Role.DEPLOY,
            call -> set(call, Optional.empty())),
        AdminRoute.of(schema(), Role.ANYONE, call -> Answer.json(200, ConfigSchema.document())));
  }

  private static Endpoint level(String method, String id, String summary) {
    return Endpoint.of(method, LEVEL, id, summary)
        .in("logs")
        .with(InstanceRoutes.NAME)
        .with(DEPLOYMENT);
  }

  private static Endpoint schema() {
    Shape shape = new Shape.Drawn("ConfigSchema", Map.of("type", "object"));
    Content content = new Content("application/json", shape, 0);
    return InstanceRoutes.reading(
            "/api/config-schema.json", "getConfigSchema", "Describes config files as a JSON Schema")
        .answering(200, new Outcome("A JSON Schema", Optional.of(content)));
  }

  private Answer set(Call call, Optional<String> word) {
    DeploymentId id = id(call);
    Optional<String> before = levels.get(id);
    try {
      levels.set(id, word);
    } catch (IllegalArgumentException wrong) {
      throw Refused.badRequest(String.valueOf(wrong.getMessage()), "level");
    }
    if (!levels.get(id).equals(before)) {
      note(call.actor(), id, before);
    }
    return view(id);
  }

  private void note(String actor, DeploymentId id, Optional<String> before) {
    String text =
        "%s: %s set the log level of %s: %s -> %s"
            .formatted(
                id.application(),
                new Actor(actor, Origin.API).title(),
                id.deployment(),
                before.orElse(CONFIGURED),
                levels.get(id).orElse(CONFIGURED));
    notes.take(Kind.LOG_LEVEL_SET, Optional.of(id.application()), actor, text);
  }

  private Answer view(DeploymentId id) {
    return Answer.json(
        200, new LogLevelView(id.application(), id.deployment(), levels.get(id).orElse(null)));
  }

  private DeploymentId id(Call call) {
    String name = call.segment("name");
    String deployment = call.segment("deployment");
    Map<String, ApplicationView> applications = status.get().applications();
    ApplicationView application = applications.get(name);
    if (application == null) {
      throw new Refused(InstanceRoutes.unknownApplication(name, applications));
    }
    if (!application.deployments().containsKey(deployment)) {
      throw new Refused(unknownDeployment(name, deployment, application));
    }
    return new DeploymentId(name, deployment);
  }

  private static Answer unknownDeployment(String name, String wrong, ApplicationView application) {
    return Answer.problem(
        404,
        "Unknown deployment",
        "unknown_deployment",
        "application '"
            + name
            + "' has no deployment '"
            + wrong
            + "'"
            + NearestName.hint(wrong, application.deployments().keySet()));
  }
}
