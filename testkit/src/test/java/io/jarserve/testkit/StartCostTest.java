package io.jarserve.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a test class pays for its server: up, first answer and gone again. A figure to look at. */
@Timeout(300)
class StartCostTest {

  private static final int CLASSES = 20;

  @Test
  void startToEnd_againAndAgain_isTold() {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      millis.add(oneClass());
    }

    List<Long> later = millis.stream().skip(1).sorted().toList();
    System.out.printf(
        "a test class pays for its server: the first %d ms, later ones median %d ms, worst %d ms%n",
        millis.get(0), later.get(later.size() / 2), later.get(later.size() - 1));
    System.out.println(millis.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    assertThat(millis).hasSize(CLASSES);
  }

  private static long oneClass() {
    long begin = System.nanoTime();
    try (JarserveServer server = JarserveServer.start(Setup.of(Greeter.class))) {
      assertThat(server.http().get("/greet").body()).isEqualTo("hello world");
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }
}
