package io.jarserve.server.embed;

import io.jarserve.server.testing.TestNode;
import java.nio.file.Path;

/** A program that starts a server beside itself, deploys a JAR to it, and ends. */
public final class DetachingProgram {

  private DetachingProgram() {}

  /**
   * @param arguments the home of the server, and the JAR
   */
  public static void main(String... arguments) {
    Jarserve jarserve = Jarserve.startDetached(TestNode.config(Path.of(arguments[0])));
    jarserve.deploy(Path.of(arguments[1]));
    System.out.println("admin=" + jarserve.adminAddress());
  }
}
