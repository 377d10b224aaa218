package io.jarserve.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.jarserve.server.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path stateDir;
  private Instant now = NOW;
  private TokenFile file;

  @BeforeEach
  void open() {
    file = new TokenFile(stateDir);
  }

  @Test
  void find_noTokenWasEverMade_anybodyDoesAnything() throws Exception {
    Callers callers = callers();

    assertThat(callers.isOpen()).isTrue();
    assertThat(find(callers, List.of())).isEqualTo(new Finding.Known(Caller.ANYBODY));
    file.create("first", Role.READ, NOW, null);
    assertThat(callers.isOpen()).as("from the first token on").isFalse();
    assertThat(find(callers, List.of())).isEqualTo(new Finding.Nobody());
  }

  @Test
  void find_goodToken_isItsOwnerWithHisRole() throws Exception {
    Token token = file.create("ci", Role.DEPLOY, NOW, null);
    Finding owner = new Finding.Known(new Caller("token ci", Role.DEPLOY));

    assertThat(find(callers(), List.of("Bearer " + token.secret()))).isEqualTo(owner);
    assertThat(find(callers(), List.of("bEARER   " + token.secret()))).isEqualTo(owner);
  }

  @Test
  void find_asPasswordOfABrowser_readsAtMost() throws Exception {
    Token token = file.create("me", Role.ADMIN, NOW, null);

    assertThat(find(callers(), List.of(basic("anything:" + token.secret()))))
        .isEqualTo(new Finding.Known(new Caller("token me", Role.READ)));
    assertThat(find(callers(), List.of(basic(token.secret())))).isInstanceOf(Finding.Wrong.class);
    assertThat(find(callers(), List.of(basic("x:y")))).isInstanceOf(Finding.Wrong.class);
    assertThat(find(callers(), List.of("Basic %%%"))).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void find_anyOneDigitChanged_isWrong() throws Exception {
    Callers callers = callers();
    String secret = file.create("ci", Role.ADMIN, NOW, null).secret();

    for (int i = 0; i < secret.length(); i++) {
      char other = secret.charAt(i) == '0' ? '1' : '0';
      String changed = secret.substring(0, i) + other + secret.substring(i + 1);
      assertThat(find(callers, List.of("Bearer " + changed))).isInstanceOf(Finding.Wrong.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Basic",
        "Digest abc",
        "Bearer x",
        "Bearer %s,Bearer %s",
        "Bearer %s, Bearer other",
        "Bearer %s x",
        "Bearer\t%s",
        "Bearer=%s",
        "%s",
        "Bearer Bearer %s",
        "Bearer '%s'",
        "Bearer %s\u0000"
      })
  void find_anythingButOneToken_isWrongAndNotRepeated(String form) throws Exception {
    String secret = file.create("ci", Role.ADMIN, NOW, null).secret();

    Finding found = find(callers(), List.of(form.replace("%s", secret)));

    assertThat(found).isInstanceOf(Finding.Wrong.class);
    assertThat(((Finding.Wrong) found).why()).doesNotContain(secret.substring(13));
  }

  @Test
  void find_severalHeaders_isWrongEvenWhenOneIsGood() throws Exception {
    String good = "Bearer " + file.create("ci", Role.ADMIN, NOW, null).secret();

    assertThat(find(callers(), List.of(good, good))).isInstanceOf(Finding.Wrong.class);
    assertThat(find(callers(), List.of("Bearer x", good))).isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void find_hugeToken_isWrong() throws Exception {
    file.create("ci", Role.ADMIN, NOW, null);

    assertThat(find(callers(), List.of("Bearer " + "a".repeat(1_000_000))))
        .isInstanceOf(Finding.Wrong.class);
  }

  @Test
  void find_expired_isWrongFromThatMomentOn() throws Exception {
    String token = "Bearer " + file.create("ci", Role.READ, NOW, NOW.plusSeconds(60)).secret();
    Callers callers = callers();

    now = NOW.plusSeconds(59);
    assertThat(find(callers, List.of(token))).isInstanceOf(Finding.Known.class);
    now = NOW.plusSeconds(60);
    assertThat(find(callers, List.of(token)))
        .isEqualTo(new Finding.Wrong("the token 'ci' has expired"));
  }

  @Test
  void find_revokedWhileRunning_isWrongAtOnce() throws Exception {
    String token = "Bearer " + file.create("ci", Role.READ, NOW, null).secret();
    Callers callers = callers();
    assertThat(find(callers, List.of(token))).isInstanceOf(Finding.Known.class);

    file.revoke("ci");

    assertThat(find(callers, List.of(token))).isInstanceOf(Finding.Wrong.class);
    assertThat(callers.isOpen()).as("the last one was taken back").isFalse();
  }

  @Test
  void whenChanged_tokensMadeAndTakenBack_areToldOnceEach() throws Exception {
    file.create("ops", Role.ADMIN, now, null);
    Tokens tokens = new Tokens(stateDir);
    List<String> told = new ArrayList<>();
    tokens.whenChanged(told::add);

    assertThat(tokens.areRequired()).isTrue();
    assertThat(told).isEmpty();
    file.create("ci", Role.DEPLOY, now, null);
    file.revoke("ops");
    assertThat(tokens.areRequired()).isTrue();
    assertThat(tokens.areRequired()).isTrue();

    assertThat(told).containsExactly("made 'ci' with the role deploy, took back 'ops'");
  }

  @Test
  void find_fileDamagedOrDeletedWhileRunning_letsNobodyNewIn() throws Exception {
    String token = "Bearer " + file.create("ci", Role.READ, NOW, null).secret();
    Callers callers = callers();
    Path path = stateDir.resolve("tokens.json");

    Files.writeString(path, "{");
    assertThat(find(callers, List.of(token))).isInstanceOf(Finding.Known.class);
    assertThat(find(callers, List.of())).isInstanceOf(Finding.Nobody.class);
    Files.delete(path);
    assertThat(find(callers, List.of(token))).isInstanceOf(Finding.Wrong.class);
    assertThat(find(callers, List.of())).isInstanceOf(Finding.Nobody.class);
  }

  @Test
  void find_certificate_isItsSubjectHoweverItIsWritten() throws Exception {
    Path roles = Files.writeString(stateDir.resolve("roles"), "# ci\ndeploy CN=ci, O=Acme\n");
    Callers callers = callers().orBy(new CertificateRoles(roles));
    Optional<X500Principal> ci = Optional.of(new X500Principal("cn=CI,o=acme"));

    assertThat(callers.isOpen()).isFalse();
    assertThat(callers.find(List.of(), Optional.empty())).isInstanceOf(Finding.Nobody.class);
    assertThat(callers.find(List.of(), ci))
        .isEqualTo(new Finding.Known(new Caller("certificate CN=CI,O=acme", Role.DEPLOY)));
    assertThat(callers.find(List.of(), Optional.of(new X500Principal("CN=ci"))))
        .isInstanceOf(Finding.Wrong.class);
    assertThat(callers.find(List.of("Bearer x"), ci))
        .as("a bad token is not made good by a certificate")
        .isInstanceOf(Finding.Wrong.class);
    Files.writeString(roles, "read CN=ci, O=Acme");
    assertThat(callers.find(List.of(), ci))
        .isEqualTo(new Finding.Known(new Caller("certificate CN=CI,O=acme", Role.READ)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy", "root CN=ci", "anyone CN=ci", "deploy ci", "CN=ci deploy"})
  void certificateRoles_lineThatIsNone_isToldWithItsNumber(String line) throws Exception {
    Path roles = Files.writeString(stateDir.resolve("roles"), "\nread CN=me\n" + line);

    assertThatThrownBy(() -> new CertificateRoles(roles))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(roles + ", line 3: must be read, deploy or admin");
  }

  /** How much of a token is right must not show in how long it takes to refuse it. */
  @Test
  void find_moreOrLessOfItRight_takesAsLong() throws Exception {
    String secret = file.create("ci", Role.ADMIN, NOW, null).secret();
    Callers callers = callers();
    int last = secret.length() - 1;
    char other = secret.charAt(last) == '0' ? '1' : '0';
    String almost = "Bearer " + secret.substring(0, last) + other;
    String nothing = "Bearer " + secret.substring(0, 13) + "f".repeat(64);

    // a busy machine may spoil one look; what leaks would show in each
    await()
        .untilAsserted(
            () -> assertThat(ratio(callers, almost, nothing)).isCloseTo(1.0, within(0.25)));
  }

  /** How much longer it takes to refuse the one than the other. */
  private static double ratio(Callers callers, String one, String other) {
    long[][] nanos = new long[2][4_000];
    for (int round = 0; round < nanos[0].length; round++) {
      nanos[0][round] = nanosOf(callers, one);
      nanos[1][round] = nanosOf(callers, other);
    }
    return median(nanos[0]) / median(nanos[1]);
  }

  private static Finding find(Callers callers, List<String> authorization) {
    return callers.find(authorization, Optional.empty());
  }

  private static long nanosOf(Callers callers, String header) {
    long begin = System.nanoTime();
    assertThat(find(callers, List.of(header))).isInstanceOf(Finding.Wrong.class);
    return System.nanoTime() - begin;
  }

  private static double median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Callers callers() throws IOException {
    return Callers.by(new Tokens(stateDir), () -> now);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
