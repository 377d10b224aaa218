package io.jarserve.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.cli.Terminal.Size;
import io.jarserve.server.model.Digest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final StringWriter out = new StringWriter();

  @Test
  void draw_onATerminal_replacesWhatWasDrawn() {
    Screen screen = screen(Size.USUAL);

    screen.draw(List.of("one", "two"));
    screen.draw(List.of("three"));
    screen.print("it is RUNNING");

    assertThat(out.toString())
        .isEqualTo(
            "one\ntwo\n\u001b[2A\r\u001b[Jthree\n\u001b[1A\r\u001b[Jit is \u001b[32mRUNNING\u001b[0m\n");
  }

  @Test
  void draw_elsewhere_isNothing() {
    Screen screen = new Screen(new PrintWriter(out, true), false, false, () -> new Size(3, 3));

    screen.draw(List.of("one"));
    screen.print("it is RUNNING");

    assertThat(out.toString()).isEqualTo("it is RUNNING\n");
  }

  @Test
  void draw_whatDoesNotFit_isCut() {
    Screen screen = screen(Size.USUAL);

    screen.draw(Collections.nCopies(50, "x".repeat(200)));

    assertThat(out.toString().lines()).hasSize(16).allMatch(line -> line.length() == 79);
  }

  @Test
  void draw_smallWindow_isCutToIt() {
    Screen screen = screen(new Size(10, 5));

    screen.draw(Collections.nCopies(50, "x".repeat(200)));

    assertThat(out.toString().lines()).containsExactly("xxxxxxxx…", "xxxxxxxx…", "xxxxxxxx…");
  }

  @Test
  void page_thatFits_isAllThereIs() {
    screen(new Size(20, 4)).page(List.of("one", "it is RUNNING", "three"));

    assertThat(out.toString())
        .isEqualTo(
            "\u001b[Hone\u001b[K\nit is \u001b[32mRUNNING\u001b[0m\u001b[K\nthree\u001b[K\n\u001b[J");
  }

  @Test
  void page_thatDoesNotFit_saysSo() {
    screen(new Size(70, 4)).page(List.of("one", "two", "three", "four"));

    assertThat(out.toString().replaceAll("\u001b\\[.", "").lines())
        .containsExactly("one", "two", "… 2 more lines, for which the window is too small");
  }

  @Test
  void size_isThatOfStty() {
    assertThat(Size.parse("24 80\n")).contains(new Size(80, 24));
    assertThat(Size.parse("0 0\n")).isEmpty();
    assertThat(Size.parse("")).isEmpty();
  }

  @Test
  void colours_dumbTerminal_areNone() {
    assertThat(Terminal.hasColours(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.hasColours(true, Map.of())).isTrue();
    assertThat(Terminal.hasColours(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.hasColours(false, Map.of("TERM", "xterm"))).isFalse();
  }

  private Screen screen(Size size) {
    return new Screen(new PrintWriter(out, true), true, true, () -> size);
  }

  @Test
  void uploadLine_showsHowMuchIsOnItsWay() {
    Artifact jar = new Artifact(Path.of("any", "a.jar"), new Digest("0".repeat(64)), 12_000_000);

    assertThat(Uploads.line(jar, 3_000_000, 79))
        .isEqualTo("a.jar  [#####...............]  25 % of 12.0 MB");
    assertThat(Uploads.line(jar, 12_000_000, 79)).contains("[####################]  100 %");
    assertThat(Uploads.line(new Artifact(Path.of("e.jar"), jar.digest(), 0), 0, 79))
        .contains("100 %");
    assertThat(Uploads.line(jar, 3_000_000, 39)).isEqualTo("a.jar  25 % of 12.0 MB");
    assertThat(Uploads.line(jar, 3_000_000, 20)).isEqualTo("a.…  25 % of 12.0 MB").hasSize(20);
  }
}
