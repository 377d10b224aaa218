package io.jarserve.server.artifact;

import io.jarserve.server.files.Durable;
import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code .failed} files beside those that do not serve, each with the reason. Owned by the
 * scanner's thread. Touches no file that it did not write, which its first line tells; keeps in
 * memory only what it need not read again.
 */
final class Markers {

  private static final Logger log = LoggerFactory.getLogger(Markers.class);
  private static final String FIRST_LINE = "# Written by Jarserve";

  private final Path directory;
  private final Map<String, String> written = new HashMap<>();
  private final Set<String> foreign = new HashSet<>();
  private boolean toldThatItCannot;

  Markers(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory match.
   *
   * @param reasons by the name of the file that does not serve
   */
  void show(Map<String, String> reasons, Sight sight) {
    Map<String, String> wanted = new HashMap<>();
    reasons.forEach(
        (file, reason) -> {
          if (sight.files().containsKey(file)) {
            wanted.put(file + Sight.MARKER, content(file, reason));
          }
        });
    wanted.forEach((marker, content) -> write(marker, content, sight.markers()));
    sight.markers().stream().filter(marker -> !wanted.containsKey(marker)).forEach(this::delete);
    written.keySet().retainAll(wanted.keySet());
    foreign.retainAll(sight.markers());
  }

  private void write(String marker, String content, Set<String> present) {
    boolean there = present.contains(marker);
    if (there && (content.equals(written.get(marker)) || !isOurs(marker))) {
      return;
    }
    try {
      Durable.replace(directory.resolve(marker), content.getBytes(StandardCharsets.UTF_8));
      written.put(marker, content);
    } catch (IOException e) {
      if (!toldThatItCannot) {
        toldThatItCannot = true;
        log.info("{} cannot be written ({}); the status has its text", marker, Trouble.of(e));
      }
    }
  }

  private void delete(String marker) {
    if (isOurs(marker)) {
      try {
        Files.deleteIfExists(directory.resolve(marker));
      } catch (IOException e) {
        log.debug("{} cannot be deleted and is tried again: {}", marker, Trouble.of(e));
      }
    }
  }

  private boolean isOurs(String marker) {
    if (written.containsKey(marker)) {
      return true;
    }
    if (foreign.contains(marker)) {
      return false;
    }
    boolean ours = beginsLikeOurs(directory.resolve(marker));
    if (!ours) {
      foreign.add(marker);
    }
    return ours;
  }

  private static boolean beginsLikeOurs(Path marker) {
    if (!Files.isRegularFile(marker)) {
      return false;
    }
    try (var in = Files.newInputStream(marker)) {
      String start = new String(in.readNBytes(FIRST_LINE.length()), StandardCharsets.UTF_8);
      return start.equals(FIRST_LINE);
    } catch (IOException e) {
      return false;
    }
  }

  private static String content(String file, String reason) {
    return FIRST_LINE
        + ", which deletes it when "
        + file
        + " serves or is gone.\n"
        + file
        + " does not serve: "
        + reason
        + "\n";
  }
}
