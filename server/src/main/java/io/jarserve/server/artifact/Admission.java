package io.jarserve.server.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.artifact.jar.JarSignature;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.certificates.TrustStore;
import io.jarserve.server.files.FollowedFile;
import io.jarserve.server.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which artifacts may be served: those that somebody trusted signed, those whose digest is listed,
 * or, where both are asked for, those that are both. Asked when an artifact comes in and again
 * before it is loaded, because what a checkpoint brings back did not come in by the door.
 *
 * <p>Trust store and list are read again when they changed. Any thread; which artifacts passed is
 * kept for as long as both stay the same.
 */
public final class Admission {

  /** Whatever comes. */
  public static final Admission EVERYTHING =
      new Admission(Optional.empty(), Optional.empty(), InstantSource.system());

  private final Optional<FollowedFile<TrustStore>> signers;
  private final Optional<Listed> listed;
  private final InstantSource time;
  private final Map<Digest, TrustStore> passed = new ConcurrentHashMap<>();

  private record Listed(Path file, FollowedFile<Set<Digest>> digests) {}

  private Admission(
      Optional<FollowedFile<TrustStore>> signers, Optional<Listed> listed, InstantSource time) {
    this.signers = signers;
    this.listed = listed;
    this.time = time;
  }

  /** Also asks for a signature by somebody whom that file vouches for. */
  public Admission signedBy(Path trustStore, Optional<Path> passwordFile) throws IOException {
    checkThere(trustStore, "trust store");
    FollowedFile<TrustStore> followed =
        new FollowedFile<>(
            trustStore,
            TrustStore.empty(),
            content -> TrustStore.parse(trustStore, content, passwordFile));
    return new Admission(Optional.of(followed), listed, time);
  }

  /** Also asks for a digest that is in that file. */
  public Admission listedIn(Path file) throws IOException {
    checkThere(file, "list of allowed digests");
    FollowedFile<Set<Digest>> followed =
        new FollowedFile<>(file, Set.of(), content -> digests(file, content));
    return new Admission(signers, Optional.of(new Listed(file, followed)), time);
  }

  /**
   * Holds a private copy to what is asked for.
   *
   * @throws RefusedException when it may not be served; it may later
   */
  void check(Digest digest, Path copy) throws IOException, RefusedException {
    if (listed.isPresent() && !listed.get().digests().current().contains(digest)) {
      throw RefusedException.trouble(
          "its digest %s is not in %s; add it there, as sha256sum prints it, if it may be served"
              .formatted(digest, listed.get().file()));
    }
    if (signers.isPresent()) {
      checkSigner(digest, copy, signers.get().current());
    }
  }

  private void checkSigner(Digest digest, Path copy, TrustStore trusted)
      throws IOException, RefusedException {
    if (passed.get(digest) != trusted) {
      JarSignature.check(copy, trusted, Date.from(time.instant()));
      passed.put(digest, trusted);
    }
  }

  /**
   * The same before code is loaded from it.
   *
   * @throws UncheckedIOException when it may not be; says why and what to do
   */
  public Path checked(Digest digest, Path copy) {
    try {
      check(digest, copy);
      return copy;
    } catch (RefusedException refused) {
      throw new UncheckedIOException(
          new IOException(
              "the artifact %s may not be served: %s".formatted(digest.brief(), refused.reason())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What cannot be there by mistake would refuse everything. */
  private static void checkThere(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException("the %s %s does not exist; create it".formatted(what, file));
    }
  }

  private static Set<Digest> digests(Path file, byte[] content) throws IOException {
    Set<Digest> digests = new HashSet<>();
    List<String> lines = new String(content, UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        digests.add(digest(file, i + 1, text.split("\\s", 2)[0].toLowerCase(Locale.ROOT)));
      }
    }
    return Set.copyOf(digests);
  }

  private static Digest digest(Path file, int line, String text) throws IOException {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException notOne) {
      throw new IOException(
          "%s, line %s: '%s' is no SHA-256; each line begins with 64 hexadecimal digits, as sha256sum prints them"
              .formatted(file, line, text),
          notOne);
    }
  }
}
