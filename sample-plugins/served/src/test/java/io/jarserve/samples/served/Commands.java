package io.jarserve.samples.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.samples.served.Readme.Request;
import io.jarserve.samples.testing.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The commands on the pages of samples, run as a reader runs them.
 *
 * @param directory with the files that they take
 * @param port public port of the server that they ask
 */
record Commands(Path directory, int port) {

  private static final int PATIENCE_S = 120;
  private static final String STATUS = "status ";

  /** Makes the files that they take. */
  static Commands of(Path directory, int port) throws IOException {
    Files.write(directory.resolve("photo.jpg"), Pictures.halves("jpeg", 640, 480));
    Files.write(directory.resolve("some-large-file"), new byte[10_000_000]);
    return new Commands(directory, port);
  }

  /** The options of the models sample, for models below that directory. */
  static String modelsBelow(Path directory) {
    Path models = directory.resolve("models");
    return "deployments: [{name: Models, user_config: {directory: '" + models + "'}}]";
  }

  /** Runs one, and finds the answer to be as the page says. */
  void assertAnswers(Request request) throws IOException, InterruptedException {
    Path out = newFile();
    Process process = shell(request, out);
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("%s ends", request).isTrue();
    List<String> lines = Files.readAllLines(out);
    assertThat(process.exitValue()).as("%s gives %s", request, lines).isZero();
    assertThat(lines)
        .as("%s", request)
        .filteredOn(line -> line.startsWith(STATUS))
        .isNotEmpty()
        .allMatch(line -> line.matches(STATUS + request.status()), request.status());
    assertThat(lines).as("%s", request).anyMatch(line -> line.startsWith(request.answer()));
  }

  /** Starts one; what it prints goes to a file. */
  Process shell(Request request, Path out) throws IOException {
    String here =
        request
            .command()
            .replace("curl ", "curl -sS -w '\\n" + STATUS + "%{http_code}\\n' ")
            .replace("http://127.0.0.1:8000", "http://127.0.0.1:" + port);
    return new ProcessBuilder("sh", "-c", "exec 2>&1; " + here)
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .start();
  }

  Path newFile() throws IOException {
    return Files.createTempFile(directory, "out", ".txt");
  }
}
