package io.jarserve.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is to be stored. Can be read again from its beginning, so that a store may try again.
 *
 * @since 0.1
 */
public interface Content {

  /** How many bytes {@link #open} gives. */
  long size();

  /** The bytes from the beginning, to be closed by the caller. */
  InputStream open() throws IOException;

  /** Those bytes, which must not change any more. */
  static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /**
   * The bytes of a file, which must not change any more.
   *
   * @throws IOException when it is not there or cannot be read
   */
  static Content of(Path file) throws IOException {
    long size = Files.size(file);
    return new Content() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
