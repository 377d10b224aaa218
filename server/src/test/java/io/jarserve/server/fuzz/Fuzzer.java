package io.jarserve.server.fuzz;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs a target in a process of its own, under a fuzzer that keeps and changes those inputs that
 * cover more of the server than all before. The corpus that it gathers stays where it works.
 */
final class Fuzzer {

  private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";

  /** The server is connected to, and an operator may name any JAR of its machine. */
  private static final String MEANT =
      "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery"
          + ":com.code_intelligence.jazzer.sanitizers.FilePathTraversal";

  /** Shorter runs belong to a build, which ends the same way twice. */
  private static final Duration SHORT = Duration.ofMinutes(1);

  private static final Duration LONGEST_INPUT = Duration.ofMinutes(1);
  private static final Duration START_AND_END = Duration.ofMinutes(4);
  private static final Pattern PROGRESS =
      Pattern.compile("#(\\d+)\\s+[A-Za-z]+\\s+cov: (\\d+) ft: (\\d+) corp: (\\d+)/");

  private static final Pattern UNABLE =
      Pattern.compile(
          "UnsatisfiedLinkError.*|AttachNotSupportedException.*|AgentInitializationException.*"
              + "|Could not self-attach.*|No compatible attachment provider.*"
              + "|Unsupported class file major version.*");

  private final Path directory;

  /**
   * What came of a run.
   *
   * @param failed whether an input failed
   * @param runs how many inputs were tried
   * @param edges how many edges of the server's code they covered
   * @param features the same with how often each was passed
   * @param inputs how many of them are worth keeping
   */
  record Outcome(boolean failed, long runs, long edges, long features, long inputs, String log) {}

  /**
   * @param directory where it works
   */
  Fuzzer(Path directory) {
    this.directory = directory;
  }

  /** Whether there is one for this platform. */
  static boolean isHere() {
    return nativeLibrary() != null;
  }

  /** This platform, for people. */
  static String platform() {
    return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
  }

  private static URL nativeLibrary() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os;
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          default -> System.getProperty("os.arch");
        };
    String place = "jazzer_driver_" + system + "_" + machine;
    String file = System.mapLibraryName("jazzer_driver");
    return Fuzzer.class.getResource("/com/code_intelligence/jazzer/driver/" + place + "/" + file);
  }

  /** Runs for that long, or until an input fails. */
  Outcome run(FuzzTarget target, Duration time) throws IOException, InterruptedException {
    prepare(target);
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(command(target, time))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      long patience = time.plus(START_AND_END).toSeconds();
      boolean ended = process.waitFor(patience, TimeUnit.SECONDS);
      String said = Files.readString(log, StandardCharsets.ISO_8859_1);
      abortIfUnable(said);
      return outcome(!ended || process.exitValue() != 0, said);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A Java that it does not know, or that takes no agent, says nothing of the server. */
  private static void abortIfUnable(String log) {
    Matcher unable = UNABLE.matcher(log);
    if (unable.find() && !PROGRESS.matcher(log).find()) {
      abort("the fuzzer does not run on this platform: " + unable.group());
    }
  }

  private void prepare(FuzzTarget target) throws IOException {
    Files.createDirectories(directory.resolve("corpus"));
    Files.createDirectories(directory.resolve("findings"));
    Path seeds = Files.createDirectories(directory.resolve("seeds"));
    Material material = target.material();
    for (Map.Entry<String, byte[]> seed : material.seeds().entrySet()) {
      Files.write(seeds.resolve(seed.getKey()), seed.getValue());
    }
    for (Path known : target.known()) {
      Files.copy(known, seeds.resolve(known.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(directory.resolve("words"), dictionary(material.words()));
  }

  private List<String> command(FuzzTarget target, Duration time) {
    String led = String.join(":", target.led());
    String own = target.type().getName();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
    for (String name : List.of("java.lang", "java.util", "java.util.concurrent")) {
      command.addAll(List.of("--add-opens", "java.base/" + name + "=ALL-UNNAMED"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.add("--target_class=" + target.type().getName());
    command.add("--instrumentation_includes=" + led);
    command.add("--instrumentation_excludes=" + own);
    command.add("--custom_hook_includes=" + led);
    command.add("--custom_hook_excludes=" + own);
    command.add("--disabled_hooks=" + MEANT);
    command.add("--reproducer_path=" + directory.resolve("findings"));
    command.add("-artifact_prefix=" + directory.resolve("findings") + "/");
    command.add("-dict=" + directory.resolve("words"));
    command.add("-seed=" + (time.compareTo(SHORT) < 0 ? 1 : 0)); // 0: another for each run
    command.add("-max_total_time=" + time.toSeconds());
    command.add("-timeout=" + LONGEST_INPUT.toSeconds());
    command.add("-rss_limit_mb=0"); // the heap has a limit of its own
    command.add("-print_final_stats=1");
    command.add(directory.resolve("corpus").toString());
    command.add(directory.resolve("seeds").toString());
    return command;
  }

  private static String dictionary(List<String> words) {
    return words.stream().map(Fuzzer::quoted).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String quoted(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte one : word.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = one > ' ' && one < 0x7f && one != '"' && one != '\\';
      quoted.append(plain ? String.valueOf((char) one) : "\\x%02X".formatted(one));
    }
    return quoted.append('"').toString();
  }

  private static Outcome outcome(boolean failed, String log) {
    List<MatchResult> lines = PROGRESS.matcher(log).results().toList();
    if (lines.isEmpty()) {
      return new Outcome(failed, 0, 0, 0, 0, log);
    }
    MatchResult last = lines.get(lines.size() - 1);
    return new Outcome(
        failed,
        Long.parseLong(last.group(1)),
        Long.parseLong(last.group(2)),
        Long.parseLong(last.group(3)),
        Long.parseLong(last.group(4)),
        log);
  }
}
