package io.jarserve.server.admin;

import io.jarserve.server.model.Origin;
import io.jarserve.server.model.Role;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import io.jarserve.server.openapi.Endpoint.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Deploys, changes and deletes one application at a time. Any thread. */
final class ApplicationRoutes {

  private static final String ONE = InstanceRoutes.APPLICATIONS + "{name}";
  private static final long MOST_BYTES = 1024 * 1024;
  private static final Input DEPLOYMENT =
      new Input(Place.PATH, "deployment", Form.TEXT, true, "name of the deployment");

  private final Changes changes;
  private final Specs specs;
  private final Work work;

  ApplicationRoutes(Changes changes, Specs specs, Work work) {
    this.changes = changes;
    this.specs = specs;
    this.work = work;
  }

  List<AdminRoute> all() {
    return List.of(put(), patch(), delete(), rollback(), restart(), scale());
  }

  private AdminRoute put() {
    Endpoint endpoint =
        changing("PUT", ONE, "putApplication", "Deploys an application, or changes it as a whole")
            .describedAs(
                "What is not in the body is as the author of the artifact has it. The same body"
                    + " again changes nothing and restarts nothing.")
            .taking(body(ApplicationSchemas.application()));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::put);
  }

  private CompletionStage<Answer> put(Call call) {
    WantedApplication wanted = WantedApplication.of(call.segment("name"), Fields.of(call.body()));
    return work.later(() -> specs.of(wanted))
        .thenCompose(spec -> ask(call, List.of(new Command.Deploy(spec))));
  }

  private AdminRoute patch() {
    Endpoint endpoint =
        changing("PATCH", ONE, "patchApplication", "Changes some options of an application")
            .describedAs("Options that are not in the body stay as they are.")
            .taking(body(ApplicationSchemas.options()));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::patch);
  }

  private CompletionStage<Answer> patch(Call call) {
    String name = call.segment("name");
    var overrides = WantedApplication.options(Fields.of(call.body()));
    List<Command> commands = new ArrayList<>();
    if (!overrides.common().isEmpty()) {
      commands.add(new Command.Patch(name, Optional.empty(), overrides.common()));
    }
    overrides
        .singles()
        .forEach(
            (deployment, options) ->
                commands.add(new Command.Patch(name, Optional.of(deployment), options)));
    if (commands.isEmpty()) {
      throw Refused.badRequest("the body has no options: name at least one to change", null);
    }
    return ask(call, commands);
  }

  private AdminRoute delete() {
    Endpoint endpoint =
        changing("DELETE", ONE, "deleteApplication", "Drains an application and forgets it");
    return AdminRoute.later(
        endpoint,
        Role.DEPLOY,
        call -> ask(call, List.of(new Command.Delete(call.segment("name")))));
  }

  private AdminRoute rollback() {
    Endpoint endpoint =
        changing(
                "POST",
                ONE + "/rollback",
                "rollbackApplication",
                "Serves a version again that served before")
            .taking(body(ApplicationSchemas.rollback()));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::rollback);
  }

  private CompletionStage<Answer> rollback(Call call) {
    Fields fields = Fields.of(call.body());
    fields.checkKnown(List.of("version"));
    return ask(call, List.of(new Command.Rollback(call.segment("name"), fields.whole("version"))));
  }

  private AdminRoute restart() {
    Endpoint endpoint =
        changing(
                "POST",
                ONE + "/restart",
                "restartApplication",
                "Replaces the replicas of an application by new ones, a few at a time")
            .taking(body(ApplicationSchemas.restart()));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::restart);
  }

  private CompletionStage<Answer> restart(Call call) {
    Fields fields = Fields.of(call.body());
    fields.checkKnown(List.of("deployment"));
    return ask(call, List.of(new Command.Restart(call.segment("name"), fields.text("deployment"))));
  }

  private AdminRoute scale() {
    Endpoint endpoint =
        changing(
                "POST",
                ONE + "/deployments/{deployment}/scale",
                "scaleDeployment",
                "Sets how many replicas a deployment has")
            .with(DEPLOYMENT)
            .taking(body(ApplicationSchemas.scale()));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::scale);
  }

  private CompletionStage<Answer> scale(Call call) {
    Fields fields = Fields.of(call.body());
    fields.checkKnown(List.of("target_num_replicas"));
    long replicas =
        fields
            .whole("target_num_replicas")
            .orElseThrow(() -> fields.missing("target_num_replicas", "how many replicas"));
    if (replicas < 0 || replicas > ApplicationSchemas.MOST_REPLICAS) {
      throw Refused.badRequest(
          "field 'target_num_replicas' is '%s' but must be a whole number, at least 0 and at most %s"
              .formatted(replicas, ApplicationSchemas.MOST_REPLICAS),
          "target_num_replicas");
    }
    return ask(
        call,
        List.of(
            new Command.Scale(call.segment("name"), call.segment("deployment"), (int) replicas)));
  }

  private CompletionStage<Answer> ask(Call call, List<Command> commands) {
    return changes.ask(call, Origin.API, commands);
  }

  private static Endpoint changing(String method, String template, String id, String summary) {
    Endpoint endpoint =
        Endpoint.of(method, template, id, summary).in("applications").with(InstanceRoutes.NAME);
    return Changes.described(endpoint);
  }

  static Content body(Shape.Drawn schema) {
    return new Content("application/json", schema, MOST_BYTES);
  }
}
