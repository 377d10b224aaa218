package io.jarserve.samples.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestContext;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import org.junit.jupiter.api.Test;

class CounterTest {

  @Test
  void handle_inTwoReplicas_countsForEachItself() throws Exception {
    Counter first = new Counter();
    Counter second = new Counter();
    first.start(new TestContext("a"));
    second.start(new TestContext("b"));

    first.handle(TestRequest.get("/"));

    assertThat(Bodies.text(first.handle(TestRequest.get("/"))))
        .contains("\"replica\":\"a\"", "\"count\":2");
    assertThat(Bodies.text(second.handle(TestRequest.get("/"))))
        .contains("\"replica\":\"b\"", "\"count\":1");
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Counter.class)).containsExactly(Counter.class.getName());
  }
}
