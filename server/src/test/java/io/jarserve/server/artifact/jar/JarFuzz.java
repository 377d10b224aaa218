package io.jarserve.server.artifact.jar;

import io.jarserve.server.fuzz.InnerNames;
import io.jarserve.server.testing.PluginJars;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Any bytes as a JAR: what is in it, or why it is refused; never trouble, after which it would be
 * tried again. Bytes that begin as a ZIP file are taken as they are. Of all others a JAR is made,
 * so that checksums are right: entries begin with a line {@code == name}.
 */
public final class JarFuzz {

  private static final int JAVA = 25;
  private static final ArtifactLimits LIMITS = new ArtifactLimits(1 << 20, 1 << 22, 1000);
  private static final byte[] ENTRY = "\n== ".getBytes(StandardCharsets.ISO_8859_1);

  private static Path file = Path.of("");

  private JarFuzz() {}

  public static void fuzzerInitialize() throws IOException {
    file = Files.createTempFile("fuzz", ".jar");
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    String given = new String(input, StandardCharsets.ISO_8859_1);
    Files.write(file, given.startsWith("PK") ? input : jar(input));
    JarInspector inspector = new JarInspector(JAVA);
    try {
      new JarVerifier(LIMITS).verify(file);
      inspector.inspect(file);
    } catch (RefusedException refused) {
      if (refused.isTrouble()) {
        throw new AssertionError(refused);
      }
      String known = given + new String(input, StandardCharsets.UTF_8);
      InnerNames.check(refused.reason(), known + known.replace('/', '.'));
      inspector.application(file);
    }
  }

  public static void fuzzerTearDown() throws IOException {
    Files.deleteIfExists(file);
  }

  /** A whole JAR as bytes, and the same as entries. */
  public static Map<String, byte[]> seeds() throws IOException {
    byte[] jar =
        PluginJars.jar("shop", "1.0")
            .deployment(
                "shop.Cart",
                "routePrefix = \"/cart\", numReplicas = 2",
                "public Response handle(Request request) { return Response.text(\"\"); }")
            .manifest("Jarserve-Deployments", "shop.Cart")
            .bytes();
    return Map.of("whole", jar, "entries", entries(jar));
  }

  /** The words that are worth trying. */
  public static List<String> words() {
    return List.of(
        "\n== META-INF/MANIFEST.MF\n",
        "\n== META-INF/extensions.idx\n",
        "\n== META-INF/versions/9/",
        "Multi-Release: true\n",
        "Plugin-Id: ",
        "Plugin-Version: ",
        "Jarserve-Deployments: ",
        "shop/Cart.class",
        "shop.Cart",
        "../",
        "PK\u0005\u0006",
        "PK\u0006\u0006",
        "PK\u0001\u0002");
  }

  private static byte[] entries(byte[] jar) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        text.write(ENTRY);
        text.write((entry.getName() + "\n").getBytes(StandardCharsets.UTF_8));
        text.write(zip.readAllBytes());
      }
    }
    return text.toByteArray();
  }

  private static byte[] jar(byte[] entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : parts(entries).entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    } catch (ZipException | IllegalArgumentException notOne) {
      // names that no ZIP file can hold: what was written so far is a torn one
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setCrc(sum.getValue());
    entry.setSize(content.length);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static Map<String, byte[]> parts(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (String part : text.split("\n== ", -1)) {
      int end = part.indexOf('\n');
      if (end >= 0) {
        byte[] name = part.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        byte[] content = part.substring(end + 1).getBytes(StandardCharsets.ISO_8859_1);
        parts.put(new String(name, StandardCharsets.UTF_8), content);
      }
    }
    return parts;
  }
}
