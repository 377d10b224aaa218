package io.jarserve.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroubleTest {

  @TempDir Path directory;

  @Test
  void of_whatAFileSystemRefuses_namesTheFileAndTheReason() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path missing = directory.resolve("missing");

    assertThat(told(() -> Files.readString(missing))).isEqualTo(missing + ": it is not there");
    assertThat(told(() -> Files.createFile(file)))
        .isEqualTo(file + ": something of that name is there already");
    assertThat(Trouble.of(new NotDirectoryException("/x"))).isEqualTo("/x: it is no directory");
    assertThat(Trouble.of(new AccessDeniedException("/x"))).isEqualTo("/x: permission denied");
    assertThat(told(() -> Files.createFile(file.resolve("below"))))
        .isEqualTo(file.resolve("below") + ": Not a directory");
  }

  @Test
  void of_whatJavaHasNoWordsFor_saysItInWords() {
    assertThat(Trouble.of(new UnknownHostException("nowhere")))
        .isEqualTo("the host nowhere is unknown");
    assertThat(Trouble.of(new MalformedInputException(1))).isEqualTo("it is not UTF-8");
    assertThat(Trouble.of(new EOFException())).isEqualTo("it ends too early");
    assertThat(Trouble.of(new IOException())).isEqualTo("IOException");
  }

  @Test
  void of_whatIsWrapped_isToldOnce() {
    IOException full = new IOException("No space left on device");

    assertThat(Trouble.of(new UncheckedIOException(full))).isEqualTo("No space left on device");
    assertThat(Trouble.of(new UncheckedIOException("cannot make a directory", full)))
        .isEqualTo("cannot make a directory");
  }

  private static String told(ThrowingCallable refused) {
    return Trouble.of(catchThrowableOfType(IOException.class, refused));
  }
}
