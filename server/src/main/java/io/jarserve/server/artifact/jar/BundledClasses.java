package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;

import io.jarserve.server.model.SharedPackages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Looks at every class of a JAR, those of bundled libraries too, for what would go wrong at run
 * time only: classes that are never used because the server has them, and classes that are too new
 * for it. A running server does not look that closely. Any thread.
 */
final class BundledClasses {

  private static final String CLASS = ".class";
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,4})/(.+)");
  private static final int HEADER_BYTES = 10;

  private BundledClasses() {}

  static void check(Path jar, int javaVersion) throws IOException, RefusedException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (Iterator<? extends ZipEntry> entries = zip.stream().iterator(); entries.hasNext(); ) {
        ZipEntry entry = entries.next();
        Optional<String> className = className(entry.getName(), javaVersion);
        if (className.isPresent()) {
          checkPackage(className.get());
          checkVersion(className.get(), header(zip, entry), javaVersion);
        }
      }
    }
  }

  /** Empty for what is no class, and for classes that only a newer Java looks at. */
  static Optional<String> className(String entry, int javaVersion) {
    Matcher versioned = VERSIONED.matcher(entry);
    boolean isVersioned = versioned.matches();
    String name = isVersioned ? versioned.group(2) : entry;
    boolean isNewer = isVersioned && Integer.parseInt(versioned.group(1)) > javaVersion;
    if (isNewer || !name.endsWith(CLASS) || name.endsWith("-info.class")) {
      return Optional.empty();
    }
    return Optional.of(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
  }

  private static void checkPackage(String className) throws RefusedException {
    if (SharedPackages.hold(className)) {
      throw bad(
          "it bundles class %s, which the server has and which is not used from the JAR; leave its library out, with Maven by <scope>provided</scope>"
              .formatted(className));
    }
  }

  private static byte[] header(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(HEADER_BYTES);
    }
  }

  private static void checkVersion(String className, byte[] header, int javaVersion)
      throws RefusedException {
    int needed = ClassFacts.javaVersion(header);
    if (needed > javaVersion) {
      throw bad(
          "class %s needs Java %s, and the JAR is meant for Java %s and newer; compile it with --release %s, or take a version of its library that is made for that, or say that Java %s is meant"
              .formatted(className, needed, javaVersion, javaVersion, needed));
    }
  }
}
