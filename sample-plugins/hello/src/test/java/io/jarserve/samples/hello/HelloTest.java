package io.jarserve.samples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.samples.testing.Bodies;
import io.jarserve.samples.testing.TestIndex;
import io.jarserve.samples.testing.TestRequest;
import org.junit.jupiter.api.Test;

class HelloTest {

  private final Hello hello = new Hello();

  @Test
  void handle_withName_greetsThatName() throws Exception {
    TestRequest request = TestRequest.get("/").withQuery("name", "Ada");

    assertThat(Bodies.text(hello.handle(request))).isEqualTo("hello Ada\n");
  }

  @Test
  void handle_withoutName_greetsTheWorld() throws Exception {
    assertThat(Bodies.text(hello.handle(TestRequest.get("/")))).isEqualTo("hello world\n");
  }

  @Test
  void compile_always_indexesTheDeployment() {
    assertThat(TestIndex.classNames(Hello.class)).containsExactly(Hello.class.getName());
  }
}
