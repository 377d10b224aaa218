package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.jarserve.api.DeploymentHandle;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes as JUnit does, also such that must fail. */
@Timeout(300)
class JarserveExtensionTest {

  @JarserveTest
  static final class ServesNothing {
    @Test
    void test() {}
  }

  @JarserveTest(Unstartable.class)
  static final class CannotServe {
    @Test
    void test() {}
  }

  @JarserveTest(Greeter.class)
  static final class WrongField {
    @Served private String text = "";

    @Test
    void test() {
      assertThat(text).isEmpty();
    }
  }

  @JarserveTest({Greeter.class, Sleeper.class})
  static final class HandleToOneOfTwo {
    @Test
    void test(DeploymentHandle handle) {
      assertThat(handle).isNotNull();
    }
  }

  static final class OneForEach {
    static final Set<JarserveServer> SERVERS = new HashSet<>();

    @RegisterExtension
    final JarserveExtension jarserve = JarserveExtension.serving(Setup.of(Greeter.class));

    @Test
    void one(JarserveServer server) {
      SERVERS.add(server);
    }

    @Test
    void other(JarserveServer server) {
      SERVERS.add(server);
    }
  }

  static final class OneForAll {
    static final Set<JarserveServer> SERVERS = new HashSet<>();

    @RegisterExtension
    static final JarserveExtension JARSERVE = JarserveExtension.serving(Setup.of(Greeter.class));

    private final JarserveServer server;

    OneForAll(JarserveServer server) {
      this.server = server;
    }

    @Test
    void one() {
      SERVERS.add(server);
    }

    @Test
    void other(JarserveServer same) {
      SERVERS.add(same);
    }
  }

  @Test
  void annotation_thatNamesNothing_saysWhatToDo() {
    assertThat(failures(run(ServesNothing.class)))
        .singleElement()
        .asString()
        .contains("ServesNothing does not say what to serve");
  }

  @Test
  void start_ofWhatCannotServe_failsWithTheStatus() {
    assertThat(failures(run(CannotServe.class)))
        .singleElement()
        .asString()
        .contains("test failed to deploy")
        .contains("no greetings today; caused by IllegalArgumentException: the word is missing")
        .contains("deployment greeter is DEPLOY_FAILED");
  }

  @Test
  void served_onAFieldOfAnotherType_saysWhichTypesThereAre() {
    assertThat(failures(run(WrongField.class)))
        .singleElement()
        .asString()
        .contains("WrongField.text has @Served but cannot be set");
  }

  @Test
  void handle_whereSeveralAreServed_asksWhichOne() {
    assertThat(failures(run(HandleToOneOfTwo.class)))
        .singleElement()
        .asString()
        .contains("say with @Served(\"…\") which of [test#greeter, test#Sleeper]");
  }

  @Test
  void extension_inAnInstanceField_givesEachTestItsServer() {
    assertThat(failures(run(OneForEach.class))).isEmpty();
    assertThat(OneForEach.SERVERS).hasSize(2).allMatch(JarserveExtensionTest::isGone);
  }

  @Test
  void extension_inAStaticField_givesAllTestsOneServer() {
    assertThat(failures(run(OneForAll.class))).isEmpty();
    assertThat(OneForAll.SERVERS).hasSize(1).allMatch(JarserveExtensionTest::isGone);
  }

  private static boolean isGone(JarserveServer server) {
    try {
      return server.http().get("/greet") == null;
    } catch (UncheckedIOException refused) {
      return true;
    }
  }

  private static EngineExecutionResults run(Class<?> test) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute();
  }

  private static List<Throwable> failures(EngineExecutionResults results) {
    assertThat(results.testEvents().succeeded().count() + results.allEvents().failed().count())
        .isPositive();
    return results
        .allEvents()
        .failed()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .flatMap(result -> result.getThrowable().stream())
        .toList();
  }
}
