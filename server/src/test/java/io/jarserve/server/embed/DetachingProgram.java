package io.jarserve.server.embed;

import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Path;

/** A program that starts a server beside itself, deploys a JAR to it, and ends when it may. */
public final class DetachingProgram {

  private DetachingProgram() {}

  /**
   * @param arguments the home of the server, and the JAR; a third: to stay until the input ends
   */
  public static void main(String... arguments) throws IOException {
    Jarserve jarserve = Jarserve.startDetached(TestNode.config(Path.of(arguments[0])));
    jarserve.deploy(Path.of(arguments[1]));
    System.out.println("admin=" + jarserve.adminAddress());
    if (arguments.length > 2) {
      int unused = System.in.read();
    }
  }
}
