package io.jarserve.server.cli;

import io.jarserve.server.model.change.ChangeView;
import io.jarserve.server.model.change.ChangeView.OnApplication;
import io.jarserve.server.model.change.ChangeView.OnDeployment;
import java.util.ArrayList;
import java.util.List;

/** What a change does or would do, for people. Stateless. */
final class ChangeReport {

  private ChangeReport() {}

  static List<String> lines(ChangeView change) {
    if (change.applications().isEmpty()) {
      return List.of("nothing to do");
    }
    Table table = new Table();
    table.row("APPLICATION", "CHANGE", "DEPLOYMENT", "ACTION", "WHY");
    change.applications().forEach(application -> rows(table, application));
    List<String> lines = new ArrayList<>(table.lines());
    for (OnApplication application : change.applications()) {
      application.notes().stream()
          .map(note -> "  " + application.name() + ": " + Table.printable(note))
          .forEach(lines::add);
    }
    return lines;
  }

  /**
   * What was accepted, one line for each application that is to be there. Of the others there is
   * nothing to tell before they are gone.
   */
  static List<String> changed(ChangeView change) {
    if (change.applications().isEmpty()) {
      return List.of("nothing to do");
    }
    List<String> lines = new ArrayList<>();
    for (OnApplication application : change.applications()) {
      Long version = application.version();
      if (version != null) {
        lines.add(application.name() + ": " + application.change() + ", version " + version);
      }
      application.notes().forEach(note -> lines.add("  " + Table.printable(note)));
    }
    return lines;
  }

  private static void rows(Table table, OnApplication application) {
    String name = application.name();
    String change = application.change();
    if (application.deployments().isEmpty()) {
      table.row(name, change, "", "", "");
    }
    for (OnDeployment deployment : application.deployments()) {
      String why = String.join(", ", deployment.why());
      table.row(name, change, deployment.name(), deployment.action(), why);
      name = "";
      change = "";
    }
  }
}
