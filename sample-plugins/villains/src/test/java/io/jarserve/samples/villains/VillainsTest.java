package io.jarserve.samples.villains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Deployment;
import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class VillainsTest {

  private static final TestRequest REQUEST = TestRequest.get("/");

  @Test
  void constructor_ofConstructorThrows_throws() {
    assertThatThrownBy(ConstructorThrows::new).hasMessage("the constructor threw");
  }

  @Test
  void class_ofStaticInitializerThrows_cannotBeInitialized() {
    assertThatThrownBy(StaticInitializerThrows::new)
        .isInstanceOf(ExceptionInInitializerError.class);
  }

  @Test
  void start_ofStartThrowsTwice_succeedsAtTheThirdAttempt() {
    TestContext context = new TestContext(UUID.randomUUID().toString());
    for (int attempt = 1; attempt <= 2; attempt++) {
      String message = "start threw at attempt " + attempt;
      assertThatThrownBy(() -> new StartThrowsTwice().start(context)).hasMessage(message);
    }
    new StartThrowsTwice().start(context);
  }

  @Test
  void checkHealth_ofThoseThatTurnSick_passesOnce() {
    HealthThrows throwing = new HealthThrows();
    throwing.checkHealth();
    assertThatThrownBy(throwing::checkHealth).hasMessage("the database is gone");

    HealthAlternates alternating = new HealthAlternates();
    alternating.checkHealth();
    assertThatThrownBy(alternating::checkHealth).hasMessage("sick at check 2");
    alternating.checkHealth();
  }

  @Test
  void checkHealth_ofHealthSwitch_obeysTheLastRequest() {
    HealthSwitch deployment = new HealthSwitch();
    deployment.handle(REQUEST.withQuery("healthy", "false"));
    assertThatThrownBy(deployment::checkHealth).hasMessage("switched to sick");
    deployment.handle(REQUEST.withQuery("healthy", "true"));
    deployment.checkHealth();
  }

  @Test
  void handle_ofAnswersTooMuch_writesMoreThanItAnnounces() throws Exception {
    assertThat(Bodies.bytes(new AnswersTooMuch().handle(REQUEST))).hasSize(10);
    assertThat(Bodies.bytes(new AnswersTooLittle().handle(REQUEST))).hasSize(5);
  }

  @Test
  void handle_ofTheWellBehaved_answers() throws Exception {
    Versioned versioned = new Versioned();
    versioned.start(new TestContext("r"));
    assertThat(Bodies.text(versioned.handle(REQUEST))).isEqualTo("1.0");
    assertThat(Bodies.text(new Slow().handle(REQUEST.withQuery("ms", "1")))).isEqualTo("1");
  }

  @Test
  void compile_always_indexesEveryVillain() throws Exception {
    for (String name : TestIndex.classNames(Slow.class)) {
      assertThat(Deployment.class).isAssignableFrom(Class.forName(name, false, loader()));
    }
    assertThat(TestIndex.classNames(Slow.class)).hasSizeGreaterThan(25);
  }

  private static ClassLoader loader() {
    return Slow.class.getClassLoader();
  }
}
