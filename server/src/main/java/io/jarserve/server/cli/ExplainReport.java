package io.jarserve.server.cli;

import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.Explanation.Decision;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Why an application is in its state, for people. Stateless. */
final class ExplainReport {

  private ExplainReport() {}

  static List<String> lines(Explanation explanation, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    lines.add(explanation.application() + " is " + explanation.status());
    if (!explanation.message().isBlank()) {
      lines.add("  " + Table.printable(explanation.message()));
    }
    section(
        lines, "What decides about it", explanation.decisions().stream().map(ExplainReport::line));
    section(
        lines,
        "What happened last",
        explanation.events().stream().map(event -> "  " + EventLine.of(event, zone)));
    return lines;
  }

  private static void section(List<String> lines, String heading, Stream<String> content) {
    List<String> all = content.toList();
    if (!all.isEmpty()) {
      lines.add("");
      lines.add(heading + ":");
      lines.addAll(all);
    }
  }

  /** {@code starts of 1.2: 3, against 3: it is not tried again}. */
  static String line(Decision decision) {
    String against =
        decision.threshold().isBlank() ? "" : " (against " + decision.threshold() + ")";
    return Table.printable(
        "  %s: %s%s; %s"
            .formatted(decision.subject(), decision.observed(), against, decision.next()));
  }
}
