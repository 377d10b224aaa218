package io.jarserve.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {

  /** Thu, 01 Jan 2026 00:00:00 GMT. */
  private static final long NOW_MILLIS = 1_767_225_600_000L;

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 301, 308, 404, 410})
  void keepNanos_ofAPlainAnswer_isTheTtl(int status) {
    assertThat(keepSeconds(status)).isEqualTo(600);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 206, 302, 303, 304, 307, 400, 401, 403, 429, 500, 503})
  void keepNanos_ofAnotherStatus_isNothing(int status) {
    assertThat(keepSeconds(status)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cache-Control: no-store | 0",
        "Cache-Control: private, max-age=60 | 0",
        "Cache-Control: private=\"x\" | 0",
        "Cache-Control: NO-CACHE | 0",
        "Cache-Control: \"broken, no-store | 0",
        "Cache-Control: max-age=0 | 0",
        "Cache-Control: max-age=soon | 0",
        "Cache-Control: max-age=60 | 60",
        "Cache-Control: public, Max-Age=60 | 60",
        "Cache-Control: max-age=31536000 | 600",
        "Cache-Control: max-age=99999999999999999999 | 600",
        "Cache-Control: max-age=60, s-maxage=5 | 5",
        "Cache-Control: immutable | 600",
        "Expires: 0 | 0",
        "Expires: Wed, 31 Dec 2025 23:59:59 GMT | 0",
        "Expires: Thu, 01 Jan 2026 00:00:30 GMT | 30",
        "Set-Cookie: a=b | 0",
        "Content-Range: bytes 0-1/2 | 0",
        "Vary: * | 0",
        "Vary: Accept-Language | 600",
        "Vary: accept-language, Cookie | 0",
      })
  void keepNanos_ofAHeader_isWhatItAllows(String header, long seconds) {
    assertThat(keepSeconds(200, header.split(": ", 2))).isEqualTo(seconds);
  }

  @Test
  void keepNanos_maxAgeAndExpires_maxAgeWins() {
    assertThat(keepSeconds(200, "Expires", "0", "Cache-Control", "max-age=60")).isEqualTo(60);
  }

  @Test
  void keepNanos_ofAnAnswerThatIsOldAlready_isWhatIsLeft() {
    assertThat(keepSeconds(200, "Age", "45", "Cache-Control", "max-age=60")).isEqualTo(15);
    assertThat(keepSeconds(200, "Age", "75", "Cache-Control", "max-age=60")).isZero();
  }

  private static long keepSeconds(int status, String... headers) {
    HttpFields.Mutable fields = HttpFields.build();
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(headers[i], headers[i + 1]);
    }
    Duration ttl = Duration.ofMinutes(10);
    Set<String> varied = Set.of("accept-language");
    return Duration.ofNanos(CacheControl.keepNanos(status, fields, ttl, varied, NOW_MILLIS))
        .toSeconds();
  }
}
