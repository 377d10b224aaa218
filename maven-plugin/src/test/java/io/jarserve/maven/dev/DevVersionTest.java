package io.jarserve.maven.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.jar.VersionNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.2.0-SNAPSHOT, 1.2.0-dev.3",
    "1.2.0, 1.2.0-dev.3",
    "1.2.0-rc.1, 1.2.0-rc.1.dev.3",
    "1.2.0-rc.1-SNAPSHOT, 1.2.0-rc.1.dev.3"
  })
  void of_aVersion_hasANumberOfItsOwn(String version, String third) {
    assertThat(DevVersion.of(version, 3)).isEqualTo(third);
    assertThat(VersionNumber.parse(third)).isNotNull();
  }

  @Test
  void of_laterBuilds_isHigherAndStaysBelowTheRelease() {
    assertThat(VersionNumber.ORDER.compare(DevVersion.of("1.0", 9), DevVersion.of("1.0", 10)))
        .isNegative();
    assertThat(VersionNumber.ORDER.compare(DevVersion.of("1.0-SNAPSHOT", 10), "1.0")).isNegative();
  }
}
