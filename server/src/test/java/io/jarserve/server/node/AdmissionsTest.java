package io.jarserve.server.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.config.ConfigKey;
import io.jarserve.server.config.ServerConfig;
import io.jarserve.server.testing.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionsTest {

  @TempDir Path home;

  @Test
  void requireSigned_withoutATrustStore_isRefusedAndAdmitsNothing() {
    ServerConfig config = TestNode.config(home).with(ConfigKey.REQUIRE_SIGNED, true);

    assertThatThrownBy(() -> Admissions.of(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("require_signed is set and trust_store is not")
        .hasMessageContaining("set trust_store");
  }
}
