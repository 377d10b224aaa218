package io.jarserve.server.plugin;

import static io.jarserve.server.testing.Soon.untilCollected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.jarserve.api.Deployment;
import io.jarserve.server.model.InstanceStatus.PendingUnload;
import io.jarserve.server.testing.PluginJars;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each plugin here leaves something behind that would hold its class loader for good. */
@Timeout(300)
class UnloadTest {

  private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

  @TempDir Path dir;

  private final UnloadWatch watch = new UnloadWatch();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing          | ;
          a sleeping thread| new Thread(() -> { try { Thread.sleep(600_000); } catch (Exception e) {} }).start();
          a thread pool    | java.util.concurrent.Executors.newFixedThreadPool(2).submit(() -> 1).get();
          a scheduler      | java.util.concurrent.Executors.newScheduledThreadPool(1).scheduleAtFixedRate(() -> {}, 1, 1, java.util.concurrent.TimeUnit.MILLISECONDS);
          a fork-join pool | new java.util.concurrent.ForkJoinPool(2).submit(() -> 1).get();
          a timer          | new java.util.Timer().schedule(new java.util.TimerTask() { public void run() {} }, 1, 1);
          a ThreadLocal    | new ThreadLocal<Object>().set(this);
          a shutdown hook  | Runtime.getRuntime().addShutdownHook(new Thread(() -> System.getProperties()));
          a JDBC driver    | java.sql.DriverManager.registerDriver(new Driver());
          an MBean         | java.lang.management.ManagementFactory.getPlatformMBeanServer().registerMBean(new Bean(), new javax.management.ObjectName("villain:type=Bean" + System.nanoTime()));
          a log handler    | java.util.logging.Logger.getLogger("").addHandler(new Handler());
          a provider       | java.security.Security.addProvider(new Provider());
          a handler of exceptions | Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.getProperties());
          a proxy selector | java.net.ProxySelector.setDefault(new Selector());
          an image         | javax.imageio.ImageIO.getCacheDirectory();
          introspection    | java.beans.Introspector.getBeanInfo(getClass());
          a delayed future | new java.util.concurrent.CompletableFuture<Object>().orTimeout(1, java.util.concurrent.TimeUnit.MILLISECONDS).handle((v, e) -> 1).get();
          an open resource | getClass().getResourceAsStream("Villain.class").read();
          a logger         | org.slf4j.LoggerFactory.getLogger(getClass()).debug("x", new Villain());
          """)
  void close_ofAPluginThatLeavesBehind_letsTheLoaderGo(String what, String code) throws Exception {
    startAndClose(villain(code));

    collected();
    assertThat(pending()).isEmpty();
  }

  @Test
  void pending_whileAThreadIgnoresInterruption_namesTheThread() throws Exception {
    startAndClose(
        villain(
            """
            Thread stubborn = new Thread(() -> {
              while (System.getProperty("villain.end") == null) {
                try { Thread.sleep(600_000); } catch (InterruptedException e) {}
              }
            }, "stubborn");
            stubborn.start();
            """));
    try {
      System.gc();
      assertThat(pending()).hasSize(1);
      await()
          .untilAsserted(
              () ->
                  assertThat(pending().get(0).suspects())
                      .anyMatch(suspect -> suspect.startsWith("thread stubborn at demo.Villain")));
    } finally {
      System.setProperty("villain.end", "now");
      Belonging.allThreads().stream()
          .filter(thread -> thread.getName().equals("stubborn"))
          .forEach(Thread::interrupt);
    }
    collected();
    System.clearProperty("villain.end");
  }

  @Test
  void pending_whileAThreadLocalOfTheServerHoldsAnInstance_namesThreadAndClass() throws Exception {
    CountDownLatch set = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Generation generation = Loading.load(villain(";"), dir, watch);
    Deployment[] villain = {instance(generation)};
    Thread io =
        new Thread(
            () -> {
              LOCAL.set(villain[0]);
              villain[0] = null;
              set.countDown();
              await().atMost(Duration.ofSeconds(60)).until(() -> end.getCount() == 0);
              LOCAL.remove();
            },
            "io-1");
    io.start();
    set.await();
    generation.close();

    assertThat(pending().get(0).suspects()).contains("ThreadLocal demo.Villain on thread io-1");
    end.countDown();
    io.join();
    collected();
  }

  @Test
  void close_whileAStaticInitializerHangs_returnsAndNamesTheCall() throws Exception {
    Generation generation =
        Loading.load(
            villain(";")
                .source(
                    "demo.Hangs",
                    """
                package demo;
                import io.jarserve.api.*;
                @DeploymentOptions
                public class Hangs implements Deployment {
                  static {
                    while (System.getProperty("villain.go") == null) {
                      try { Thread.sleep(600_000); } catch (InterruptedException e) {}
                    }
                  }
                  public Response handle(Request request) { return null; }
                }
                """),
            dir,
            watch);
    Call<Deployment> call =
        generation.threads().call("start", () -> generation.instantiate("demo.Hangs"));
    await().until(() -> Belonging.allThreads().stream().anyMatch(UnloadTest::initializes));

    call.abandon();
    generation.close();

    assertThat(generation.threads().abandoned()).isEqualTo(1);
    assertThat(pending().get(0).suspects()).contains("abandoned call start still runs");
    System.setProperty("villain.go", "now");
    Belonging.allThreads().stream().filter(UnloadTest::initializes).forEach(Thread::interrupt);
    await().until(() -> generation.threads().abandoned() == 0);
    System.clearProperty("villain.go");
  }

  @Test
  void close_fiftyTimes_letsAllLoadersGoAndKeepsNoFileOpen() throws Exception {
    startAndClose(villain(";"));
    long before = openFiles();
    for (int i = 0; i < 50; i++) {
      startAndClose(villain("getClass().getResourceAsStream(\"Villain.class\").read();"));
    }

    collected();
    assertThat(openFiles()).isLessThanOrEqualTo(before + 3);
  }

  private static boolean initializes(Thread thread) {
    return List.of(thread.getStackTrace()).stream()
        .anyMatch(frame -> frame.getClassName().equals("demo.Hangs"));
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  private static PluginJars villain(String code) {
    return PluginJars.jar("villain", "1.0")
        .deployment(
            "demo.Villain",
            "",
            """
              public void start(ReplicaContext context) throws Exception { %s }
              public Response handle(Request request) { return Response.text(""); }
              public interface BeanMBean { int getCount(); }
              public static class Bean implements BeanMBean { public int getCount() { return 1; } }
              public static class Handler extends java.util.logging.Handler {
                public void publish(java.util.logging.LogRecord record) {}
                public void flush() {}
                public void close() {}
              }
              public static class Provider extends java.security.Provider {
                public Provider() { super("villain", "1", "none"); }
              }
              public static class Selector extends java.net.ProxySelector {
                public List<java.net.Proxy> select(java.net.URI uri) { return List.of(); }
                public void connectFailed(java.net.URI u, java.net.SocketAddress a, java.io.IOException e) {}
              }
              public static class Driver implements java.sql.Driver {
                public java.sql.Connection connect(String url, Properties info) { return null; }
                public boolean acceptsURL(String url) { return false; }
                public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, Properties p) { return null; }
                public int getMajorVersion() { return 1; }
                public int getMinorVersion() { return 1; }
                public boolean jdbcCompliant() { return false; }
                public java.util.logging.Logger getParentLogger() { return null; }
              }
            """
                .formatted(code));
  }

  private void startAndClose(PluginJars jar) throws PluginException {
    Generation generation = Loading.load(jar, dir, watch);
    Calls.value(
        generation
            .threads()
            .call(
                "start",
                () -> {
                  generation.instantiate("demo.Villain").start(new NoContext());
                  return true;
                }));
    generation.close();
  }

  private static Deployment instance(Generation generation) throws PluginException {
    return Calls.value(
        generation.threads().call("start", () -> generation.instantiate("demo.Villain")));
  }

  private List<PendingUnload> pending() {
    return watch.pending(Instant.now());
  }

  private void collected() {
    untilCollected(() -> pending().isEmpty());
  }
}
