package io.jarserve.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * From the close of a dropped JAR to its first 200, while other applications serve. {@code
 * FirstResponse <jar> <deploy directory> <url> <options> <drops> <others>}: each drop is an
 * application of its own and is removed again, so that the number of the others stays.
 */
public final class FirstResponse {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

  private final JarVariants variants;
  private final String options;
  private final Path directory;
  private final URI server;
  private final Random random = new Random(42);

  private FirstResponse(Path jar, Path directory, URI server, String options) throws IOException {
    this.variants = new JarVariants(jar, options);
    this.options = options;
    this.directory = directory;
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    new FirstResponse(Path.of(args[0]), Path.of(args[1]), URI.create(args[2]), args[3])
        .run(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
  }

  private void run(int drops, int others) throws Exception {
    List<String> serving =
        IntStream.range(0, others)
            .mapToObj(i -> String.format(Locale.ROOT, "other-%02d", i))
            .toList();
    for (String other : serving) {
      variants.drop(other, directory);
    }
    try (HttpLine line = new HttpLine(server)) {
      for (String other : serving) {
        await(line, other, 200);
      }
      try (Background background = new Background(server, serving)) {
        measure(line, drops);
        System.out.println(background.figures());
      }
    }
  }

  private void measure(HttpLine line, int drops) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < drops; i++) {
      String id = String.format(Locale.ROOT, "drop-%02d", i);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1_500)).toNanos());
      millis.add(drop(line, id));
      System.out.printf(Locale.ROOT, "%s %.0f ms%n", id, millis.get(i));
      Files.delete(directory.resolve(id + ".jar"));
      await(line, id, 404);
      Files.delete(directory.resolve(id + ".yaml"));
    }
    System.out.println(new Figures(millis));
  }

  private double drop(HttpLine line, String id) throws IOException {
    byte[] jar = variants.jar(id);
    Files.writeString(directory.resolve(id + ".yaml"), options.replace("@", id));
    try (OutputStream out = Files.newOutputStream(directory.resolve(id + ".jar"))) {
      out.write(jar);
    }
    return await(line, id, 200);
  }

  /** Asks until the answer has that status; how long it took, in milliseconds. */
  private static double await(HttpLine line, String id, int status) throws IOException {
    long began = System.nanoTime();
    while (line.get("/" + id) != status) {
      if (System.nanoTime() - began > LIMIT.toNanos()) {
        throw new IOException("/" + id + " had no status " + status + " within " + LIMIT);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return (System.nanoTime() - began) / 1e6;
  }
}
