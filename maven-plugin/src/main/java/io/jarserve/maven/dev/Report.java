package io.jarserve.maven.dev;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the one who edits what is going on, in lines. Used by one thread. */
public final class Report {

  private static final int MOST_NAMES = 3;

  private final URI http;
  private final Consumer<String> good;
  private final Consumer<String> bad;
  private boolean serves;
  private List<String> routes = List.of();

  /**
   * @param http where the server answers
   * @param good takes lines about what went well
   * @param bad takes lines about what did not
   */
  public Report(URI http, Consumer<String> good, Consumer<String> bad) {
    this.http = http;
    this.good = good;
    this.bad = bad;
  }

  void changed(Snapshot.Changes sources, Snapshot.Changes resources) {
    List<Path> written =
        Stream.concat(sources.written().stream(), resources.written().stream()).toList();
    List<Path> deleted =
        Stream.concat(sources.deleted().stream(), resources.deleted().stream()).toList();
    if (!written.isEmpty()) {
      good.accept("changed: " + names(written));
    }
    if (!deleted.isEmpty()) {
      good.accept("deleted: " + names(deleted));
    }
  }

  void notCompiled(List<String> errors) {
    errors.stream().flatMap(String::lines).forEach(bad);
    bad.accept("does not compile; " + whatServes());
  }

  void notServed(String why) {
    why.lines().forEach(bad);
    bad.accept("is not served; " + whatServes());
  }

  private String whatServes() {
    return serves ? "the version before keeps serving" : "nothing serves yet";
  }

  void projectChanged(Path pom) {
    good.accept(
        "changed: %s; to take that in, end this with Ctrl-C and start it again"
            .formatted(pom.getFileName()));
  }

  void served(String version, int files, long compileNanos, long nanos) {
    serves = true;
    good.accept(
        "serving %s: %s %s compiled in %s ms, new answer after %s ms"
            .formatted(
                version,
                files,
                files == 1 ? "file" : "files",
                compileNanos / 1_000_000,
                nanos / 1_000_000));
  }

  /** Where to ask for it; told when it is news. */
  void reachedAt(List<String> routePrefixes) {
    if (!routes.equals(routePrefixes)) {
      routes = List.copyOf(routePrefixes);
      routes.forEach(prefix -> good.accept("serving at " + http.resolve(prefix)));
    }
  }

  private static String names(Collection<Path> files) {
    String names =
        files.stream()
            .limit(MOST_NAMES)
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "));
    int more = files.size() - MOST_NAMES;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
