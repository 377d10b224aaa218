package io.jarserve.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StatusPageTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000 + 3_725);

  @Test
  void page_runningApplication_showsItAndItsReplicas() {
    String page = page(Map.of("greet", Statuses.application("greet", 2)));

    assertThat(page)
        .contains("greet", "RUNNING", "/greet", "greet.jar", "3f9c0a12b4de", "Greeter", "HEALTHY")
        .contains("2 of 2 ready", "r0 RUNNING", "r1 RUNNING")
        .contains("1h2m5s", "http://127.0.0.1:8000", "1 RUNNING");
  }

  @Test
  void page_failedApplication_showsTheError() {
    assertThat(page(Map.of("greet", Statuses.failed("greet", "start threw: no database"))))
        .contains("DEPLOY_FAILED", "last error: start threw: no database", "never served")
        .contains("supersedes old-greet.jar");
  }

  @Test
  void page_rejectedFilesAndPendingUnloads_shown() {
    assertThat(page(Map.of()))
        .contains(
            "refused broken.jar: not a JAR", "not unloaded for 12 s", "thread &#39;ticker&#39;")
        .contains("Nothing is deployed");
  }

  @Test
  void page_namesAndMessagesWithMarkup_escaped() {
    String evil = "<script>alert(1)</script>\"'&\u202e\u0000";
    String page =
        page(
            Map.of(
                "a", Statuses.failed(evil, evil),
                "b", Statuses.application(evil, 1)));

    assertThat(page)
        .doesNotContain("<script", "\u202e", "\u0000")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\ufffd\ufffd");
  }

  @Test
  void page_anyStatus_refreshesItselfAndLoadsNothing() {
    assertThat(page(Map.of()))
        .contains("http-equiv=\"refresh\"")
        .doesNotContain("<script", "src=", "@import", "url(");
  }

  @Test
  void contentSecurityPolicy_allowsExactlyTheStyleOfThePage() throws Exception {
    Matcher style = Pattern.compile("(?s)<style>(.*)</style>").matcher(page(Map.of()));
    assertThat(style.find()).isTrue();
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(style.group(1).getBytes(StandardCharsets.UTF_8));

    assertThat(PageStyle.CONTENT_SECURITY_POLICY)
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
  }

  private static String page(
      Map<String, io.jarserve.server.model.InstanceStatus.ApplicationView> applications) {
    return StatusPage.of(Statuses.of(applications), NOW);
  }
}
