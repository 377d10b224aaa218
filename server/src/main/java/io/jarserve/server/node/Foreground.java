package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.config.EffectiveConfig;
import io.jarserve.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A server that is this process: until a signal, the admin port or its parent ends it. */
final class Foreground {

  /** Process id of who started this one and does not want to be outlived by it. */
  private static final String PARENT = "jarserve.parent";

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int LEAST_CARRIERS = 8;
  private static final int CARRIERS_LET_GO = 24;

  private final EffectiveConfig effective;
  private final PrintWriter out;

  Foreground(EffectiveConfig effective, PrintWriter out) {
    this.effective = effective;
    this.out = out;
  }

  /**
   * Serves until somebody stops it.
   *
   * @param after is done when it has stopped, also when a signal ends the process
   * @return the exit code
   */
  int serve(Runnable after) throws IOException, StartException, InterruptedException {
    raiseCarriers();
    ConsoleLog.prepare(effective);
    ServerConfig settings = effective.server();
    try (ServeNode node = ServeNode.start(settings, Embedding.OWN_PROCESS)) {
      if (node.isClosing()) {
        node.awaitClose();
      } else {
        announceUntilClosed(settings, node, after);
      }
    }
    return ExitCode.OK;
  }

  private void announceUntilClosed(ServerConfig settings, ServeNode node, Runnable after)
      throws IOException, InterruptedException {
    try (RunningFiles files = RunningFiles.write(settings, node.httpPort(), node.adminPort())) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(files, node, after), "jarserve-signal"));
      Optional.ofNullable(Long.getLong(PARENT)).ifPresent(pid -> endWith(pid, node));
      node.deploy(effective.applications());
      files.addresses().forEach(out::println);
      out.println("watching   " + settings.deployDir());
      out.flush();
      ConsoleLog.restInBackground(settings);
      node.awaitClose();
    }
  }

  /**
   * Before Java 24 a virtual thread keeps its carrier while it waits inside {@code synchronized},
   * as old drivers do: with as few carriers as processors, a few such waits would stall everybody.
   * Read by Java when the first virtual thread starts.
   */
  private static void raiseCarriers() {
    if (Runtime.version().feature() < CARRIERS_LET_GO) {
      int carriers = Math.max(LEAST_CARRIERS, Runtime.getRuntime().availableProcessors());
      System.getProperties().putIfAbsent(CARRIERS, Integer.toString(carriers));
    }
  }

  /** Also when the other process is gone already. */
  private static void endWith(long pid, ServeNode node) {
    CompletableFuture<ProcessHandle> end =
        ProcessHandle.of(pid)
            .map(ProcessHandle::onExit)
            .orElseGet(() -> CompletableFuture.completedFuture(ProcessHandle.current()));
    CompletableFuture<Void> unused = end.thenRunAsync(node::close);
  }

  /** On a signal: waits for the end also where another thread has begun to stop. */
  private static void stop(RunningFiles files, ServeNode node, Runnable after) {
    files.close();
    node.close();
    try {
      node.awaitClose();
    } catch (InterruptedException notNow) {
      Thread.currentThread().interrupt();
    }
    after.run();
  }
}
