package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.testing.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody asked for costs nothing. */
@Timeout(300)
class PlainIT {

  private static final Pattern LOADED = Pattern.compile("(?m)^\\[.*?class,load] (\\S+) source:");
  private static final Pattern NOT_ASKED_FOR =
      Pattern.compile(
          "org\\.eclipse\\.jetty\\.(http2\\.(server|internal|frames|parser)|alpn)\\..*"
              + "|io\\.jarserve\\.server\\.(tls\\.Tls|certificates\\..*|artifact\\.JarSignature)");

  @TempDir Path home;

  @Test
  void start_withoutTlsAndSignatures_loadsNothingOfThem() {
    try (ServerProcess server = ServerProcess.start(home, "-verbose:class")) {
      assertThat(server.get("/-/healthz")).isPresent();
      assertThat(server.status()).isPresent();

      List<String> loaded =
          LOADED.matcher(server.log()).results().map(line -> line.group(1)).toList();
      assertThat(loaded).contains("io.jarserve.server.proxy.ProxyServer");
      assertThat(loaded.stream().filter(name -> NOT_ASKED_FOR.matcher(name).matches())).isEmpty();
    }
  }
}
