package io.jarserve.server.cli;

import io.jarserve.server.json.Json;
import io.jarserve.server.json.Yaml;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a command that lists something writes it. */
public final class Output {

  /** The forms. */
  enum Format {
    table,
    json,
    yaml
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<format>",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format format = Format.table;

  /** Whether people read it. */
  boolean isTable() {
    return format == Format.table;
  }

  /**
   * Writes it.
   *
   * @param value for programs
   * @param table for people, line by line
   */
  public void write(PrintWriter out, Object value, Supplier<List<String>> table) {
    switch (format) {
      case json -> out.println(Json.pretty(value));
      case yaml -> out.print(Yaml.write(value));
      case table -> lines(out, table.get());
    }
    out.flush();
  }

  /** All at once: a writer for terminals hands on every line by itself. */
  static void lines(PrintWriter out, List<String> lines) {
    StringBuilder all = new StringBuilder();
    lines.forEach(line -> all.append(line).append(System.lineSeparator()));
    out.print(all);
    out.flush();
  }

  /** Writes one of many: JSON on a line of its own, YAML as a document of its own. */
  void writeItem(PrintWriter out, Object value, Supplier<String> line) {
    switch (format) {
      case json -> out.println(new String(Json.write(value), StandardCharsets.UTF_8));
      case yaml -> out.print("---\n" + Yaml.write(value));
      case table -> out.println(line.get());
    }
    out.flush();
  }
}
