package io.jarserve.maven.bundle;

import io.jarserve.server.model.SharedPackages;
import java.util.regex.Pattern;

/** Which entries of a library go into a plugin JAR, and how. Pure. */
final class BundleRules {

  static final String MANIFEST = "META-INF/MANIFEST.MF";
  static final String INDEX = "META-INF/extensions.idx";

  private static final String SERVICES = "META-INF/services/";
  private static final Pattern VERSION = Pattern.compile("^META-INF/versions/\\d+/");

  /** What is about the library's own JAR: it would be wrong, or refused, in another. */
  private static final Pattern OF_THE_JAR =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|extensions\\.idx|[^/]+\\.(SF|RSA|DSA|EC)|maven/.*)"
              + "|(.*/)?module-info\\.class");

  private BundleRules() {}

  /** Whether an entry stays out: about the library's JAR, or shared by the server. */
  static boolean staysOut(String entry) {
    return OF_THE_JAR.matcher(entry).matches()
        || SharedPackages.hold(VERSION.matcher(entry).replaceFirst("").replace('/', '.'));
  }

  /** Whether an entry lists implementations, so that several libraries may have it. */
  static boolean isServiceFile(String entry) {
    return entry.startsWith(SERVICES) && entry.indexOf('/', SERVICES.length()) < 0;
  }

  /** Whether it matters that two libraries have this entry. */
  static boolean isClass(String entry) {
    return entry.endsWith(".class") && !entry.endsWith("package-info.class");
  }
}
