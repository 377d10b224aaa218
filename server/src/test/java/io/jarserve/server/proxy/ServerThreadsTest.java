package io.jarserve.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread of the server's takes nothing over from the one that makes it. */
class ServerThreadsTest {

  private static final InheritableThreadLocal<Object> INHERITED = new InheritableThreadLocal<>();

  @Test
  void newThread_madeByAPluginsThread_isTheServersInEveryRespect() throws Exception {
    ServerThreads threads = new ServerThreads();
    ClassLoader foreign = new URLClassLoader(new URL[0], null);
    CompletableFuture<Optional<Object>> inherited = new CompletableFuture<>();
    CompletableFuture<Thread> made = new CompletableFuture<>();
    Runnable task = () -> inherited.complete(Optional.ofNullable(INHERITED.get()));

    Thread plugins =
        new Thread(
            new ThreadGroup("plugin"),
            () -> {
              INHERITED.set("plugin");
              made.complete(threads.newThread(task));
            });
    plugins.setContextClassLoader(foreign);
    plugins.start();
    Thread thread = made.get(60, TimeUnit.SECONDS);
    thread.start();

    assertThat(inherited.get(60, TimeUnit.SECONDS)).isEmpty();
    assertThat(thread.getContextClassLoader()).isEqualTo(getClass().getClassLoader());
    assertThat(thread.isDaemon()).isEqualTo(threads.isDaemon());
    assertThat(thread.getName()).startsWith("jarserve-http-");
    thread.join();
    plugins.join();
  }

  @Test
  void newThread_madeByAPluginsThread_isInTheServersGroup() throws Exception {
    ServerThreads threads = new ServerThreads();
    CompletableFuture<Thread> made = new CompletableFuture<>();
    Thread plugins =
        new Thread(new ThreadGroup("plugin"), () -> made.complete(threads.newThread(() -> {})));
    plugins.start();

    assertThat(made.get(60, TimeUnit.SECONDS).getThreadGroup())
        .isEqualTo(Thread.currentThread().getThreadGroup());
    plugins.join();
  }
}
