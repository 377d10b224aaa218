package io.jarserve.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console of a server, as its own configuration of logback has it. */
class ConsoleFormTest {

  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Logging.class.getResource("/logback.xml"));
  }

  @AfterEach
  void plain() {
    Logging.colour(false);
  }

  @Test
  void encode_onATerminal_coloursTheLevelAlone() {
    Logging.colour(true);

    assertThat(text(Level.ERROR)).contains(" \u001B[31mERROR\u001B[0m Thing ").endsWith(" said\n");
    assertThat(text(Level.WARN)).contains(" \u001B[33mWARN \u001B[0m ");
    assertThat(text(Level.INFO)).contains(" INFO  Thing ").doesNotContain("\u001B");
  }

  @Test
  void encode_elsewhere_hasNoColours() {
    assertThat(text(Level.ERROR)).contains(" ERROR Thing ").doesNotContain("\u001B");
  }

  @Test
  void encode_asJson_isALineAsInTheFiles() {
    JsonLines json = new JsonLines(() -> Lines.mark("app", "Main", "q42"));

    String text = new String(json.encode(event(Level.WARN)), UTF_8);

    assertThat(LogLine.parse(text))
        .hasValueSatisfying(
            line -> {
              assertThat(line.level()).isEqualTo("WARN");
              assertThat(line.message()).isEqualTo("said");
              assertThat(line.requestId()).isEqualTo("q42");
            });
    assertThat(text).endsWith("\n");
  }

  private String text(Level level) {
    var console = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
    Encoder<ILoggingEvent> encoder = ((ConsoleAppender<ILoggingEvent>) console).getEncoder();
    return new String(encoder.encode(event(level)), UTF_8);
  }

  private LoggingEvent event(Level level) {
    return new LoggingEvent("", context.getLogger("com.acme.Thing"), level, "said", null, null);
  }
}
