package io.jarserve.server.artifact.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.artifact.jar.RefusedException.Fault;
import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ZipBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarVerifierTest {

  private static final byte[] GOOD = PluginJars.greeter("greeter", "1.0", "hello").bytes();

  @TempDir Path directory;

  @Test
  void verify_ofAGoodJar_passes() {
    assertThatCode(() -> verify(GOOD)).doesNotThrowAnyException();
  }

  @Test
  void verify_ofAJarBehindAScript_passes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("#!/bin/sh\nexec java -jar $0\n".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(GOOD);

    assertThatCode(() -> verify(bytes.toByteArray())).doesNotThrowAnyException();
  }

  @Test
  void verify_cutOffAnywhere_isTorn() {
    for (int length = 0; length < GOOD.length; length += 7) {
      byte[] cut = Arrays.copyOf(GOOD, length);
      assertRefused(Fault.TORN, cut, "not a whole JAR");
    }
  }

  @Test
  void verify_withZerosAtTheEnd_isTorn() {
    byte[] sparse = GOOD.clone();
    Arrays.fill(sparse, GOOD.length / 2, GOOD.length, (byte) 0);

    assertRefused(Fault.TORN, sparse, "no ZIP end record");
  }

  @Test
  void verify_ofBytesCorruptBehindAnIntactDirectory_isTornAndNamesTheEntry() {
    assertRefused(Fault.TORN, ZipBytes.corrupt(GOOD, "demo/Greeter.class"), "'demo/Greeter.class'");
  }

  @Test
  void verify_withAnyByteOfAnEntryFlipped_isTorn() {
    ZipBytes.Place place = ZipBytes.place(GOOD, "demo/Greeter.class");
    for (int at = place.data(); at < place.data() + place.size(); at += 11) {
      byte[] flipped = GOOD.clone();
      flipped[at] ^= 0x10;
      assertRefused(Fault.TORN, flipped, "'demo/Greeter.class'");
    }
  }

  @Test
  void verify_withAStoredEntryDamaged_tellsBothChecksums() throws IOException {
    byte[] stored = stored("data.bin", new byte[1000]);
    stored[ZipBytes.place(stored, "data.bin").data() + 500] = 1;

    assertRefused(Fault.TORN, stored, "'data.bin' is damaged: 1000 bytes with checksum");
  }

  @Test
  void verify_withAnyByteOfTheDirectoryFlipped_neverFailsInAnotherWay() {
    Random random = new Random(1);
    int directoryStart = ZipBytes.place(GOOD, "META-INF/MANIFEST.MF").record();
    for (int at = directoryStart; at < GOOD.length; at++) {
      byte[] flipped = GOOD.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      assertPassesOrIsRefused(flipped, at);
    }
  }

  private void assertPassesOrIsRefused(byte[] jar, int at) {
    try {
      verify(jar);
    } catch (RefusedException e) {
      assertThat(e.reason()).isNotBlank();
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("byte " + at, e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../../etc/x, leads out of the JAR",
    "a/../../../x, leads out of the JAR",
    "/etc/passwd1, absolute name",
    "C:/windows12, absolute name",
    "a\\b\\c\\d\\ef, backslash"
  })
  void verify_ofDangerousNames_isRefusedNamingThem(String name, String reason) {
    String harmless = "x".repeat(name.length());
    byte[] jar =
        ZipBytes.rename(PluginJars.jar("a", "1").entry(harmless, "text").bytes(), harmless, name);

    assertRefused(Fault.BAD, jar, name, reason);
  }

  @Test
  void verify_ofNamesWithDotsThatLeadNowhere_passes() {
    byte[] jar = PluginJars.jar("a", "1").entry("a..b/..c/d..", "text").bytes();

    assertThatCode(() -> verify(jar)).doesNotThrowAnyException();
  }

  @Test
  void verify_ofControlCharactersInANames_isRefusedWithoutRepeatingThem() {
    byte[] jar =
        ZipBytes.rename(
            PluginJars.jar("a", "1").entry("abcdef", "text").bytes(), "abcdef", "a\u001b[31m");

    assertRefused(Fault.BAD, jar, "'a?[31m'");
  }

  @Test
  void verify_ofADuplicateEntry_isRefused() {
    byte[] jar =
        ZipBytes.rename(
            PluginJars.jar("a", "1").entry("one", "1").entry("two", "2").bytes(), "two", "one");

    assertRefused(Fault.BAD, jar, "'one' is there twice");
  }

  @Test
  void verify_ofAnEncryptedEntry_isRefused() {
    assertRefused(
        Fault.BAD,
        ZipBytes.encrypt(GOOD, "demo/Greeter.class"),
        "'demo/Greeter.class' is encrypted");
  }

  @Test
  void verify_ofTooManyEntries_namesTheLimitAndItsKey() {
    PluginJars jar = PluginJars.jar("a", "1");
    for (int i = 0; i < 20; i++) {
      jar.entry("entry-" + i, "x");
    }

    assertThatThrownBy(() -> verify(jar.bytes(), new ArtifactLimits(1 << 20, 1 << 20, 20)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("21 entries")
        .hasMessageContaining("at most 20")
        .hasMessageContaining("max_entries");
  }

  @Test
  void verify_ofMoreThan65535Entries_readsTheZip64Record() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      for (int i = 0; i < 70_000; i++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(i)));
      }
    }

    assertThatCode(() -> verify(bytes.toByteArray())).doesNotThrowAnyException();
    assertThatThrownBy(
            () -> verify(bytes.toByteArray(), new ArtifactLimits(1 << 30, 1 << 30, 69_999)))
        .hasMessageContaining("70000 entries");
  }

  @Test
  void verify_ofTooMuchUnpacked_namesTheLimitAndItsKey() {
    byte[] jar = PluginJars.jar("a", "1").entry("zeros", new byte[1_000_000]).bytes();

    assertThatThrownBy(() -> verify(jar, new ArtifactLimits(1 << 20, 500_000, 100)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("500000 bytes")
        .hasMessageContaining("'zeros'")
        .hasMessageContaining("max_unpacked_bytes");
  }

  @Test
  void verify_ofAZipBomb_isRefusedByItsRatio() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bomb"));
      for (int i = 0; i < 200; i++) {
        zip.write(new byte[1024 * 1024]);
      }
    }

    assertRefused(Fault.BAD, bytes.toByteArray(), "'bomb'", "as a zip bomb does");
  }

  @Test
  void verify_ofABombThatLiesAboutItsSize_isStoppedWhileUnpacking() {
    byte[] jar = PluginJars.jar("a", "1").entry("zeros", new byte[1_000_000]).bytes();
    int record = ZipBytes.place(jar, "zeros").record();
    Arrays.fill(jar, record + 24, record + 28, (byte) 0);

    assertRefused(Fault.TORN, jar, "'zeros' is damaged");
  }

  @Test
  void verify_ofAnythingElse_isNoJar() {
    byte[] text =
        "this is no JAR, though its name says so\n".repeat(10).getBytes(StandardCharsets.US_ASCII);

    assertRefused(Fault.TORN, text, "no ZIP end record in its 400 bytes");
  }

  @Test
  void checkSize_aboveTheLimit_namesTheKey() {
    assertThatThrownBy(
            () -> new JarVerifier(ArtifactLimits.DEFAULTS).checkSize(2L * 1024 * 1024 * 1024))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("2147483648 bytes")
        .hasMessageContaining("max_artifact_bytes");
  }

  private void assertRefused(Fault fault, byte[] jar, String... reasons) {
    assertThatThrownBy(() -> verify(jar))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.fault()).as(e.reason()).isEqualTo(fault))
        .message()
        .contains(reasons)
        .endsWith(fault == Fault.TORN ? "; copy it again, or build it anew" : "");
  }

  private void verify(byte[] jar) throws IOException, RefusedException {
    verify(jar, ArtifactLimits.DEFAULTS);
  }

  private void verify(byte[] jar, ArtifactLimits limits) throws IOException, RefusedException {
    Path file = Files.write(directory.resolve("copy.jar"), jar);
    new JarVerifier(limits).verify(file);
  }

  private static byte[] stored(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }
}
