package io.jarserve.server.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says in words what a file system or a network refused: people are told of files and reasons, and
 * not of Java's classes. What is thrown stays the cause of whatever is thrown on. Stateless.
 */
public final class Trouble {

  private Trouble() {}

  /** What went wrong, to stand behind a colon or in brackets. */
  public static String of(Exception fault) {
    if (fault instanceof FileSystemException told) {
      return ofFile(told);
    } else if (fault instanceof UncheckedIOException
        && fault.getCause() instanceof IOException cause
        && cause.toString().equals(fault.getMessage())) { // it says nothing of its own
      return of(cause);
    }
    return known(fault).orElseGet(() -> message(fault));
  }

  private static String ofFile(FileSystemException fault) {
    if (fault instanceof NoSuchFileException) {
      return about(fault, "it is not there");
    } else if (fault instanceof AccessDeniedException) {
      return about(fault, "permission denied");
    } else if (fault instanceof FileAlreadyExistsException) {
      return about(fault, "something of that name is there already");
    } else if (fault instanceof NotDirectoryException) {
      return about(fault, "it is no directory");
    }
    String reason = fault.getReason();
    return reason == null ? message(fault) : about(fault, reason);
  }

  private static String about(FileSystemException fault, String reason) {
    return fault.getFile() == null ? reason : fault.getFile() + ": " + reason;
  }

  /** What Java says nothing of, or nothing that helps. */
  private static Optional<String> known(Exception fault) {
    @Nullable String words = null;
    if (fault instanceof UnknownHostException) {
      words = "the host " + fault.getMessage() + " is unknown";
    } else if (fault instanceof CharacterCodingException) {
      words = "it is not UTF-8";
    } else if (fault instanceof ClosedByInterruptException) {
      words = "it was interrupted";
    } else if (fault instanceof EOFException) {
      words = "it ends too early";
    } else if (fault instanceof HttpTimeoutException) {
      words = "no answer came in time";
    } else if (fault instanceof ConnectException && fault.getMessage() == null) {
      words = "nobody listens there";
    }
    return Optional.ofNullable(words);
  }

  private static String message(Exception fault) {
    String message = fault.getMessage();
    return message == null || message.isBlank() ? fault.getClass().getSimpleName() : message;
  }
}
