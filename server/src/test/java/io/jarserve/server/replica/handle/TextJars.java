package io.jarserve.server.replica.handle;

import io.jarserve.server.testing.PluginJars;

/**
 * An application of two deployments: {@code Front}, at the path of the application's name, calls
 * {@code Words}, which has no path.
 */
final class TextJars {

  private static final String HEADER =
      "package demo;\nimport java.util.concurrent.*;\n" + PluginJars.IMPORTS;

  private TextJars() {}

  /** The interface that Words implements. */
  static final String WORDS =
      """
      package demo;
      import java.util.*;
      import java.util.concurrent.*;
      public interface Words {
        int count(String text);
        String version();
        Object same(Object any);
        String await(String who) throws Exception;
        CompletionStage<Integer> later(String text);
        default int twice(String text) { return 2 * count(text); }
      }
      """;

  /** Counts words; {@code await} waits for the system property {@code text.open}. */
  static final String COUNTER =
      """
        static final CountDownLatch BOTH = new CountDownLatch(2);
        public Response handle(Request r) throws Exception {
          return switch (r.path()) {
            case "/refuse" -> throw new RequestException(418, "no " + r.query("what").orElse(""));
            case "/id" -> Response.text(r.id());
            case "/fail" -> Response.text("broken").withStatus(500);
            default -> Response.json(Map.of("words", count(r.json(String.class)), "id", r.id()));
          };
        }
        public int count(String text) { return text.split(" ").length; }
        public String version() { return "%s"; }
        public Object same(Object any) { return any; }
        public CompletionStage<Integer> later(String text) {
          return CompletableFuture.completedFuture(count(text));
        }
        public String await(String who) throws Exception {
          System.setProperty("text.under.way." + who, "yes");
          try {
            while (System.getProperty("text.open") == null) { TimeUnit.MILLISECONDS.sleep(5); }
            return "waited";
          } catch (InterruptedException e) {
            System.setProperty("text.interrupted." + who, "yes");
            throw e;
          }
        }
      """;

  private static final String FRONT_START =
      """
        DeploymentHandle handle;
        Words words;
        public void start(ReplicaContext context) {
          handle = context.handle("Words");
          words = handle.as(Words.class);
        }
      """;

  /**
   * @param front the body of {@code handle(Request r)}; sees {@code handle} and {@code words}
   */
  static PluginJars of(String id, String version, String front) {
    return of(id, version, "", "", front);
  }

  static PluginJars of(
      String id, String version, String frontOptions, String wordsOptions, String front) {
    String handle = "public Response handle(Request r) throws Exception {\n" + front + "\n}\n";
    return bare(id, version)
        .source("demo.Words", WORDS)
        .source(
            "demo.Front",
            deployment("Front", "Deployment", route(id) + frontOptions, FRONT_START + handle))
        .source(
            "demo.Counter",
            deployment(
                "Counter",
                "Deployment, Words",
                "name = \"Words\"" + wordsOptions,
                COUNTER.formatted(version)));
  }

  static PluginJars bare(String id, String version) {
    return PluginJars.jar(id, version);
  }

  static String route(String id) {
    return "routePrefix = \"/" + id + "\"";
  }

  /** A source of a deployment class in the package {@code demo}. */
  static String deployment(String name, String interfaces, String options, String body) {
    return HEADER
        + ("@DeploymentOptions(" + options + ")\n")
        + ("public class " + name + " implements " + interfaces + " {\n")
        + (body + "\n}\n");
  }
}
