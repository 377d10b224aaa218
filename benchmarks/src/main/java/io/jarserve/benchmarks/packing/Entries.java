package io.jarserve.benchmarks.packing;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts entries into archives, the classes of this class path among them. Stateless. */
public final class Entries {

  private Entries() {}

  /** Adds the class file of a type, below that folder. */
  public static void add(ZipOutputStream archive, String folder, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IOException("the class path has no " + name);
      }
      add(archive, folder + name, in.readAllBytes());
    }
  }

  public static void add(ZipOutputStream archive, String name, byte[] content) throws IOException {
    archive.putNextEntry(new ZipEntry(name));
    archive.write(content);
    archive.closeEntry();
  }
}
