package io.jarserve.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {

  @TempDir Path directory;
  private Path file;
  private int readings;

  @BeforeEach
  void name() {
    file = directory.resolve("words");
  }

  @Test
  void current_nothingChanged_isReadOnce() throws IOException {
    Files.writeString(file, "one");
    FollowedFile<String> followed = follow();

    assertThat(followed.current()).isEqualTo("one");
    assertThat(followed.current()).isEqualTo("one");
    assertThat(readings).isEqualTo(1);
  }

  @Test
  void current_replacedWrittenOverOrTurnedElsewhere_isReadAgain() throws IOException {
    Files.writeString(file, "one");
    FollowedFile<String> followed = follow();

    Files.writeString(file, "and two");
    assertThat(followed.current()).isEqualTo("and two");
    Path next = Files.writeString(directory.resolve("next"), "thrice!");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(followed.current()).isEqualTo("thrice!");
    Files.delete(file);
    Files.createSymbolicLink(file, Files.writeString(directory.resolve("other"), "fourth!"));
    assertThat(followed.current()).isEqualTo("fourth!");
  }

  @Test
  void current_cameAndWent_isWhatHoldsWithoutIt() throws IOException {
    FollowedFile<String> followed = follow();

    assertThat(followed.current()).isEqualTo("absent");
    assertThat(followed.isPresent()).isFalse();
    Files.writeString(file, "one");
    assertThat(followed.current()).isEqualTo("one");
    assertThat(followed.isPresent()).isTrue();
    Files.delete(file);
    assertThat(followed.current()).isEqualTo("absent");
  }

  @Test
  void current_unusable_isTheOneBefore_untilItIsUsableAgain() throws IOException {
    Files.writeString(file, "one");
    FollowedFile<String> followed = follow();

    Files.writeString(file, "bad one");
    assertThat(followed.current()).isEqualTo("one");
    assertThat(followed.current()).isEqualTo("one");
    assertThat(readings).as("a bad one is looked at once").isEqualTo(2);
    Files.writeString(file, "good again");
    assertThat(followed.current()).isEqualTo("good again");
  }

  @Test
  void open_unusable_fails() throws IOException {
    Files.writeString(file, "bad");

    assertThatThrownBy(this::follow).isInstanceOf(IOException.class).hasMessage("bad words");
  }

  private FollowedFile<String> follow() throws IOException {
    return new FollowedFile<>(file, "absent", this::read);
  }

  private String read(byte[] content) throws IOException {
    readings++;
    String text = new String(content, UTF_8);
    if (text.startsWith("bad")) {
      throw new IOException("bad words");
    }
    return text;
  }
}
