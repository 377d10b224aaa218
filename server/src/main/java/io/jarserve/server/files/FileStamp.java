package io.jarserve.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What tells whether a file is still the one that was read. Links are followed, so that a link that
 * is turned to another file is a change.
 *
 * @param state what the file system says of it, or why it says nothing
 */
public record FileStamp(boolean isPresent, String state) {

  /** As it is now. */
  public static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          true, found.size() + " " + found.lastModifiedTime() + " " + found.fileKey());
    } catch (NoSuchFileException gone) {
      return new FileStamp(false, "");
    } catch (IOException unreadable) {
      return new FileStamp(true, unreadable.toString());
    }
  }
}
