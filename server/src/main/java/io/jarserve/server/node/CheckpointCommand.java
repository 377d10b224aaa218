package io.jarserve.server.node;

import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.Inspection;
import io.jarserve.server.checkpoint.Inspection.Entry;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.cli.Output;
import io.jarserve.server.cli.Table;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.WantedState;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code jarserve checkpoint}: looks at what a server on the same settings would start with; no
 * server needs to run.
 */
@Command(
    name = "checkpoint",
    description = "Looks at the checkpoints that a server with these settings starts with.",
    subcommands = HelpCommand.class,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {
      "0:Done, and all is well.",
      "1:Something is damaged or missing; the output says what.",
      "2:The command line, the settings or the place are wrong; the message says how."
    })
public final class CheckpointCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Without a command there is only help. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(name = "list", description = "Lists the states that are kept, newest first.")
  int list(@Mixin Output output, @Mixin CheckpointPlace place) {
    return place.with(
        spec, (inspection, settings, out) -> listed(inspection.entries(), output, settings, out));
  }

  @Command(
      name = "verify",
      description = "Reads every state that is kept and every artifact that one of them needs.")
  int verify(@Mixin CheckpointPlace place) {
    return place.with(spec, CheckpointCommand::verified);
  }

  @Command(
      name = "restore",
      description = {
        "Makes an older state the newest, under a new number, for the next start.",
        "What lies in the deploy directory comes on top of it, as always."
      })
  int restore(
      @Mixin CheckpointPlace place,
      @Parameters(paramLabel = "<number>", description = "Which, as 'list' shows it.")
          long number) {
    return place.alone(
        spec,
        (inspection, settings, out) -> {
          long restored = inspection.restore(number);
          out.println(
              "checkpoint %s is the newest now, as number %s; the next start serves it"
                  .formatted(number, restored));
          return ExitCode.OK;
        });
  }

  private static int listed(
      List<Entry> entries, Output output, ServerConfig settings, PrintWriter out) {
    output.write(
        out,
        entries.stream().map(Kept::of).toList(),
        () ->
            entries.isEmpty()
                ? List.of("no checkpoint yet in " + CheckpointPlace.name(settings))
                : table(entries));
    return entries.stream().allMatch(entry -> entry.problem().isEmpty())
        ? ExitCode.OK
        : ExitCode.NOT_WELL;
  }

  /**
   * What is told of a state.
   *
   * @param problem what is wrong with it; null when it is whole
   */
  private record Kept(
      long number,
      @Nullable Integer applications,
      @Nullable Integer artifacts,
      @Nullable Instant lastDeployed,
      @Nullable String problem) {

    static Kept of(Entry entry) {
      Optional<WantedState> state = entry.state();
      return new Kept(
          entry.number(),
          state.map(s -> s.applications().size()).orElse(null),
          state.map(s -> s.digests().size()).orElse(null),
          state.flatMap(CheckpointCommand::lastDeployed).orElse(null),
          entry.problem().orElse(null));
    }
  }

  private static List<String> table(List<Entry> entries) {
    Table table = new Table();
    table.row("NUMBER", "APPLICATIONS", "ARTIFACTS", "LAST DEPLOYED", "STATE");
    entries.forEach(entry -> row(table, entry));
    return table.lines();
  }

  private static void row(Table table, Entry entry) {
    table.row(
        Long.toString(entry.number()),
        entry.state().map(state -> Integer.toString(state.applications().size())).orElse(""),
        entry.state().map(state -> Integer.toString(state.digests().size())).orElse(""),
        entry.state().flatMap(CheckpointCommand::lastDeployed).map(Object::toString).orElse(""),
        entry.problem().orElse("whole"));
  }

  private static Optional<Instant> lastDeployed(WantedState state) {
    return state.applications().stream()
        .flatMap(app -> app.deployedAt().stream())
        .max(Comparator.naturalOrder())
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS));
  }

  private static int verified(Inspection inspection, ServerConfig settings, PrintWriter out)
      throws CheckpointException {
    List<Entry> entries = inspection.entries();
    Set<Digest> needed = new HashSet<>();
    entries.forEach(entry -> entry.state().ifPresent(state -> needed.addAll(state.digests())));
    Map<Long, String> states = new HashMap<>();
    entries.forEach(entry -> entry.problem().ifPresent(what -> states.put(entry.number(), what)));
    Map<Digest, String> artifacts = inspection.problems(needed);
    states.forEach((number, what) -> out.println("! checkpoint " + number + " " + what));
    artifacts.forEach((digest, what) -> out.println("! artifact " + digest + " " + what));
    out.println(
        "%s of %s states and %s of %s artifacts in %s are whole"
            .formatted(
                entries.size() - states.size(),
                entries.size(),
                needed.size() - artifacts.size(),
                needed.size(),
                CheckpointPlace.name(settings)));
    return states.isEmpty() && artifacts.isEmpty() ? ExitCode.OK : ExitCode.NOT_WELL;
  }
}
