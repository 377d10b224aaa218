package io.jarserve.server.admin;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.Role;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Content;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Deploys and deletes all applications of one owner at once. What belongs to others is left alone.
 * Any thread.
 */
final class WholeRoutes {

  private static final long MOST_BYTES = 16 * 1024 * 1024;
  private static final String STANDARD_OWNER = "default";
  private static final Input OWNER =
      new Input(
          Place.QUERY,
          "owner",
          Form.TEXT,
          false,
          "whose list of applications this is; 'default' when it is left out");
  private static final Input PRUNE =
      new Input(
          Place.QUERY,
          "prune",
          Form.FLAG,
          false,
          "deletes the applications of this owner that are not in the list");

  private final Changes changes;
  private final Specs specs;
  private final Work work;
  private final Supplier<WantedState> wanted;

  WholeRoutes(Changes changes, Specs specs, Work work, Supplier<WantedState> wanted) {
    this.changes = changes;
    this.specs = specs;
    this.work = work;
    this.wanted = wanted;
  }

  List<AdminRoute> all() {
    return List.of(put(), delete());
  }

  private AdminRoute put() {
    Endpoint endpoint =
        Changes.described(
            Endpoint.of(
                    "PUT",
                    InstanceRoutes.APPLICATIONS,
                    "putApplications",
                    "Deploys a list of applications, all of them or none")
                .in("applications")
                .describedAs(
                    "The list is all that its owner wants. The same list again changes nothing and"
                        + " restarts nothing. Applications that came another way, or belong to"
                        + " another owner, are left alone; naming one of them is refused.")
                .with(OWNER)
                .with(PRUNE)
                .taking(
                    new Content(
                        "application/json", ApplicationSchemas.applications(), MOST_BYTES)));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::put);
  }

  private CompletionStage<Answer> put(Call call) {
    List<WantedApplication> listed = listed(Fields.of(call.body()));
    Origin owner = owner(call);
    return work.later(() -> listed.stream().map(specs::of).toList())
        .thenCompose(all -> changes.ask(call, owner, commands(call, owner, all)));
  }

  private static List<WantedApplication> listed(Fields fields) {
    fields.checkKnown(List.of("applications"));
    if (!fields.values().containsKey("applications")) {
      throw fields.missing("applications", "the list of them, which may be empty");
    }
    List<WantedApplication> listed = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields one : fields.objects("applications")) {
      WantedApplication application = WantedApplication.named(one);
      if (!names.add(application.name())) {
        throw Refused.badRequest(
            "field '%s': application '%s' is there twice"
                .formatted(one.at("name"), application.name()),
            one.at("name"));
      }
      listed.add(application);
    }
    return listed;
  }

  private List<Command> commands(Call call, Origin owner, List<ApplicationSpec> listed) {
    List<Command> commands = new ArrayList<>();
    listed.forEach(spec -> commands.add(new Command.Deploy(spec)));
    if (call.flag("prune")) {
      List<String> names = listed.stream().map(ApplicationSpec::name).toList();
      owned(owner)
          .filter(name -> !names.contains(name))
          .forEach(name -> commands.add(new Command.Delete(name)));
    }
    return commands;
  }

  private AdminRoute delete() {
    Endpoint endpoint =
        Changes.described(
            Endpoint.of(
                    "DELETE",
                    InstanceRoutes.APPLICATIONS,
                    "deleteApplications",
                    "Drains all applications of an owner and forgets them")
                .in("applications")
                .with(OWNER));
    return AdminRoute.later(endpoint, Role.DEPLOY, this::delete);
  }

  private CompletionStage<Answer> delete(Call call) {
    Origin owner = owner(call);
    List<Command> commands = owned(owner).<Command>map(Command.Delete::new).toList();
    return changes.ask(call, owner, commands);
  }

  private static Origin owner(Call call) {
    return Origin.config(call.text("owner").filter(o -> !o.isBlank()).orElse(STANDARD_OWNER));
  }

  private Stream<String> owned(Origin owner) {
    return wanted.get().applications().stream()
        .filter(app -> app.lineage().owner().equals(owner))
        .map(app -> app.wanted().name());
  }
}
