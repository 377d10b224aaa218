package io.jarserve.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.model.Digest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final StringWriter out = new StringWriter();

  @Test
  void draw_onATerminal_replacesWhatWasDrawn() {
    Screen screen = new Screen(new PrintWriter(out, true), true);

    screen.draw(List.of("one", "two"));
    screen.draw(List.of("three"));
    screen.print("it is RUNNING");

    assertThat(out.toString())
        .isEqualTo(
            "one\ntwo\n\u001b[2A\r\u001b[Jthree\n\u001b[1A\r\u001b[Jit is \u001b[32mRUNNING\u001b[0m\n");
  }

  @Test
  void draw_elsewhere_isNothing() {
    Screen screen = new Screen(new PrintWriter(out, true), false);

    screen.draw(List.of("one"));
    screen.print("it is RUNNING");

    assertThat(out.toString()).isEqualTo("it is RUNNING\n");
  }

  @Test
  void draw_whatDoesNotFit_isCut() {
    Screen screen = new Screen(new PrintWriter(out, true), true);

    screen.draw(Collections.nCopies(50, "x".repeat(200)));

    assertThat(out.toString().lines()).hasSize(16).allMatch(line -> line.length() == 79);
  }

  @Test
  void uploadLine_showsHowMuchIsOnItsWay() {
    Artifact jar = new Artifact(Path.of("any", "a.jar"), new Digest("0".repeat(64)), 12_000_000);

    assertThat(Uploads.line(jar, 3_000_000))
        .isEqualTo("a.jar  [#####...............]  25 % of 12.0 MB");
    assertThat(Uploads.line(jar, 12_000_000)).contains("[####################]  100 %");
    assertThat(Uploads.line(new Artifact(Path.of("e.jar"), jar.digest(), 0), 0)).contains("100 %");
  }
}
