package io.jarserve.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.Digest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestHeaderTest {

  /** Of the word "content", by sha256sum, and the same in Base64. */
  private static final Digest DIGEST =
      new Digest("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");

  private static final String BASE64 = "7XACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M=";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha-256=" + BASE64,
        "SHA-256=" + BASE64,
        "sha-512=AAAA, sha-256=" + BASE64,
        "sha-256=ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
      })
  void digest_ofEachForm_isUnderstood(String text) {
    assertThat(DigestHeader.of(call("Digest", text))).contains(DIGEST);
  }

  @Test
  void contentDigest_inColons_isUnderstood() {
    assertThat(DigestHeader.of(call("Content-Digest", "sha-256=:" + BASE64 + ":")))
        .contains(DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "md5=AAAA", "sha-256=", "sha-256=AAAA", "sha-256=?", "sha-256"})
  void digest_withoutASha256_isRefused(String text) {
    assertThatThrownBy(() -> DigestHeader.of(call("Digest", text))).isInstanceOf(Refused.class);
  }

  @Test
  void noHeader_isNoDigest() {
    assertThat(DigestHeader.of(call("If-Match", "x"))).isEmpty();
  }

  private static Call call(String header, String value) {
    return new Call("", Map.of(), Map.of(), Map.of(header, value), new byte[0]);
  }
}
