package io.jarserve.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import io.jarserve.server.model.DeploymentId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

  private static final DeploymentId CART = new DeploymentId("shop", "Cart");
  private static final Logger LOG = LoggerFactory.getLogger("com.acme.levels.Thing");
  private static final Logger OWN = LoggerFactory.getLogger("io.jarserve.server.levels.Thing");

  private @Nullable LogMark working = Lines.mark("shop", "Cart", null);

  @Test
  void set_ofADeployment_goesForItsThreadsAlone() {
    try (LogLevels levels = LogLevels.ofThisProcess(() -> working)) {
      assertThat(LOG.isDebugEnabled()).isFalse();

      levels.set(CART, Optional.of("DEBUG"));

      assertThat(LOG.isDebugEnabled()).isTrue();
      assertThat(LOG.isTraceEnabled()).isFalse();
      assertThat(OWN.isDebugEnabled()).isFalse();
      assertThat(levels.all()).isEqualTo(Map.of(CART, "debug"));
      working = Lines.mark("shop", "Stock", null);
      assertThat(LOG.isDebugEnabled()).isFalse();
      working = null;
      assertThat(LOG.isDebugEnabled()).isFalse();
    }
  }

  @Test
  void set_higherOrOff_silences() {
    try (LogLevels levels = LogLevels.ofThisProcess(() -> working)) {
      levels.set(CART, Optional.of("error"));
      assertThat(LOG.isWarnEnabled()).isFalse();
      assertThat(LOG.isErrorEnabled()).isTrue();
      levels.set(CART, Optional.of("off"));
      assertThat(LOG.isErrorEnabled()).isFalse();
      levels.set(CART, Optional.empty());
      assertThat(LOG.isWarnEnabled()).isTrue();
      assertThat(levels.get(CART)).isEmpty();
    }
  }

  @Test
  void set_none_asksNothingPerLine() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    int before = context.getTurboFilterList().size();
    try (LogLevels levels = LogLevels.ofThisProcess(() -> working)) {
      assertThat(context.getTurboFilterList()).hasSize(before);
      levels.set(CART, Optional.of("debug"));
      levels.set(CART, Optional.of("trace"));
      assertThat(context.getTurboFilterList()).hasSize(before + 1);
      levels.retain(Set.of("bank"));
      assertThat(context.getTurboFilterList()).hasSize(before);
      levels.set(CART, Optional.of("debug"));
    }
    assertThat(context.getTurboFilterList()).hasSize(before);
  }

  @Test
  void set_unknownWord_isRefused() {
    try (LogLevels levels = LogLevels.ofThisProcess(() -> working)) {
      assertThatThrownBy(() -> levels.set(CART, Optional.of("loud")))
          .hasMessage("level is 'loud' but must be one of trace, debug, info, warn, error, off");
    }
  }
}
