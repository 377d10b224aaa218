package io.jarserve.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path stateDir;

  @Test
  void create_any_keepsEverythingButTheSecret() throws Exception {
    Token token = tokens().create("ci", Role.DEPLOY, NOW, NOW.plusSeconds(60));

    assertThat(token.secret()).matches("jsv_[0-9a-f]{8}_[0-9a-f]{64}");
    KnownToken known = tokens().list().get(0);
    assertThat(known.name()).isEqualTo("ci");
    assertThat(known.id()).isEqualTo(token.secret().substring(4, 12));
    assertThat(known.roleGranted()).isEqualTo(Role.DEPLOY);
    assertThat(known.createdAt()).isEqualTo(NOW);
    assertThat(known.expiresAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(content()).doesNotContain(token.secret().substring(13));
    assertThat(token).hasToString("token " + token.id());
  }

  @Test
  void create_any_isForItsOwnerAlone() throws Exception {
    tokens().create("ci", Role.READ, NOW, null);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void create_twoOfOneName_isRefused() throws Exception {
    Token token = tokens().create("ci", Role.READ, NOW, null);

    assertThatThrownBy(() -> tokens().create("ci", Role.READ, NOW, null))
        .isInstanceOf(AccessException.class)
        .hasMessageContaining("'ci' already")
        .hasMessageContaining("jarserve token revoke ci");
    assertThatThrownBy(() -> tokens().create(token.id(), Role.READ, NOW, null))
        .as("an id is a name too")
        .isInstanceOf(AccessException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-x", "a b", "a\nb", "a/b", "ü"})
  void create_nameThatCouldMislead_isRefused(String name) {
    assertThatThrownBy(() -> tokens().create(name, Role.READ, NOW, null))
        .isInstanceOf(AccessException.class)
        .hasMessageContaining("is no name for a token");
  }

  @Test
  void create_manyAtOnce_allAreThere() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Token>> makers =
          IntStream.range(0, 16)
              .<Callable<Token>>mapToObj(i -> () -> tokens().create("t" + i, Role.READ, NOW, null))
              .toList();
      for (var made : threads.invokeAll(makers)) {
        made.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(tokens().list()).hasSize(16);
  }

  @Test
  void revoke_byNameOrId_leavesTheOthers() throws Exception {
    tokens().create("ci", Role.READ, NOW, null);
    Token second = tokens().create("ops", Role.READ, NOW, null);
    tokens().create("me", Role.READ, NOW, null);

    assertThat(tokens().revoke("ci").name()).isEqualTo("ci");
    assertThat(tokens().revoke(second.id()).name()).isEqualTo("ops");
    assertThat(tokens().list()).extracting(KnownToken::name).containsExactly("me");
  }

  @Test
  void revoke_unknown_namesTheNearest() throws Exception {
    assertThatThrownBy(() -> tokens().revoke("ci")).hasMessageContaining("there is no token yet");
    tokens().create("nightly", Role.READ, NOW, null);

    assertThatThrownBy(() -> tokens().revoke("nigthly"))
        .isInstanceOf(AccessException.class)
        .hasMessageContaining("no token 'nigthly'")
        .hasMessageContaining("nightly'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"format\":2,\"tokens\":[]}",
        "{\"format\":1,\"tokens\":[{\"id\":\"a\"}]}",
        "{\"format\":1,\"tokens\":[null]}",
        "{\"format\":1,\"tokens\":[{\"id\":\"a\",\"name\":\"n\",\"role\":\"root\",\"sha256\":\"00\"}]}"
      })
  void list_damaged_saysWhichFileAndWhatToDo(String content) throws IOException {
    Files.writeString(file(), content);

    assertThatThrownBy(() -> tokens().list())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("bring it back from a backup");
  }

  private TokenFile tokens() {
    return new TokenFile(stateDir);
  }

  private Path file() {
    return stateDir.resolve("tokens.json");
  }

  private String content() throws IOException {
    return Files.readString(file());
  }
}
