package io.jarserve.server.embed;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.server.testing.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A program that serves a function, a class and a JAR until somebody ends it. */
public final class EmbeddingProgram {

  private static final Duration MOST = Duration.ofMinutes(5);

  private EmbeddingProgram() {}

  /** Served by this program. */
  @DeploymentOptions(routePrefix = "/own")
  public static final class Own implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.text("own");
    }
  }

  /**
   * @param arguments the home of the server, the JAR, and the file to be made when all serves
   */
  public static void main(String... arguments) throws Exception {
    Jarserve jarserve = Jarserve.start(TestNode.config(Path.of(arguments[0])));
    jarserve.deploy("passing", request -> Response.text("passing"));
    jarserve.deploy("own", Own.class);
    jarserve.deploy(Path.of(arguments[1]));
    Files.createFile(Path.of(arguments[2]));
    jarserve.awaitShutdown(MOST);
  }
}
