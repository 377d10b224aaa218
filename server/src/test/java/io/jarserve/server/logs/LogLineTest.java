package io.jarserve.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLineTest {

  @Test
  void bytes_ofAMarkedLine_areOneObjectOnOneLine() {
    LogLine line = Lines.line(0, Lines.mark("app", "Main", "q42"), "two\nlines and a \"quote\"");

    assertThat(new String(line.bytes(), UTF_8))
        .isEqualTo(
            """
            {"time":"2030-01-31T12:00:00.000001Z","level":"INFO","logger":"com.acme.Thing",\
            "thread":"main","application":"app","deployment":"Main","replica":"r1",\
            "request_id":"q42","message":"two\\nlines and a \\"quote\\""}
            """);
    assertThat(LogLine.parse(new String(line.bytes(), UTF_8))).contains(line);
  }

  @Test
  void bytes_withFieldsAndError_areReadAgain() {
    LogLine line =
        new LogLine(
            Lines.NOON,
            "ERROR",
            "a.B",
            "t",
            null,
            null,
            null,
            null,
            "m",
            Map.of("order", "7"),
            "java.lang.Error: x\n\tat a.B.c(B.java:1)");

    String text = new String(line.bytes(), UTF_8);
    assertThat(text).doesNotContain("application", "request_id").contains("\"order\":\"7\"");
    assertThat(LogLine.parse(text)).contains(line);
  }

  @Test
  void parse_halfALineOrSomethingElse_isEmpty() {
    for (String text : new String[] {"", "{", "{\"time\":\"2030", "{}", "[1]", "null", "\0\0"}) {
      assertThat(LogLine.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void bytes_ofALongMessage_areCut() {
    LogLine line = Lines.line(0, null, "x".repeat(LogLine.MOST_CHARACTERS * 2));

    assertThat(line.bytes()).hasSizeLessThan(LogLine.MOST_CHARACTERS + 1000);
    assertThat(line.message()).endsWith("x…");
  }

  @Test
  void text_ofALine_hasTimeMarkAndMessageAndNothingThatSteersTheTerminal() {
    LogText text = new LogText(ZoneOffset.UTC, false);

    assertThat(text.of(Lines.line(0, Lines.mark("app", "Main", "q42"), "red \u001B[31m alarm")))
        .isEqualTo(
            "2030-01-31 12:00:00.000 INFO  Thing            [app#Main#r1 q42] red ?[31m alarm");
    assertThat(text.of(Lines.line(0, null, "plain"))).endsWith("Thing            plain");
  }
}
