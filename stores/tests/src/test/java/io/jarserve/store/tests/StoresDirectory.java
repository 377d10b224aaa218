package io.jarserve.store.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory {@code stores} of a distribution, made of what the modules have built. */
final class StoresDirectory {

  private static final String PROPERTY = "jarserve.stores";

  private StoresDirectory() {}

  /** Has this process find its stores there, and those that it starts. */
  static void use() {
    Path stores = Path.of("target/stores").toAbsolutePath();
    try {
      Files.createDirectories(stores);
      link(stores.resolve("s3"), Path.of("../s3/target/store"));
      link(stores.resolve("gs"), Path.of("../gcs/target/store"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty(PROPERTY, stores.toString());
  }

  private static void link(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target.toAbsolutePath());
    } catch (FileAlreadyExistsException e) {
      // by the test before
    }
  }
}
