package io.jarserve.maven.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which source files declare which types, and which words they contain; so which of them may have
 * to be compiled again when some change. It errs on the side of too many: class files do not tell
 * where a constant was copied from, words do. Used by one thread.
 */
final class SourceNames {

  private static final Pattern DECLARATION =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+([\\p{L}_$][\\p{L}\\p{N}_$]*)");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private record Names(Set<String> declared, Set<String> mentioned) {}

  private final Map<Path, Names> files = new HashMap<>();

  /** Reads files anew. */
  void read(Collection<Path> sources) throws IOException {
    for (Path source : sources) {
      String text = text(source);
      files.put(source, new Names(declared(source, text), words(text)));
    }
  }

  /** In whatever encoding, for the names in it; empty when the file has just gone. */
  private static String text(Path source) throws IOException {
    try {
      return new String(Files.readAllBytes(source), StandardCharsets.UTF_8);
    } catch (NoSuchFileException gone) {
      return "";
    }
  }

  void forget(Collection<Path> sources) {
    files.keySet().removeAll(sources);
  }

  /**
   * The files, and those that mention what they declare, and those that mention that, and so on.
   */
  Set<Path> affectedBy(Collection<Path> changed) {
    Set<Path> affected = new TreeSet<>(changed);
    Deque<Path> open = new ArrayDeque<>(changed);
    while (!open.isEmpty()) {
      Set<String> declared = names(open.remove()).declared();
      files.forEach(
          (file, names) -> {
            if (declared.stream().anyMatch(names.mentioned()::contains) && affected.add(file)) {
              open.add(file);
            }
          });
    }
    return affected;
  }

  private Names names(Path source) {
    return files.getOrDefault(source, new Names(Set.of(), Set.of()));
  }

  private static Set<String> declared(Path source, String text) {
    Set<String> declared = new HashSet<>();
    declared.add(source.getFileName().toString().replaceFirst("\\.java$", ""));
    Matcher matcher = DECLARATION.matcher(text);
    while (matcher.find()) {
      declared.add(matcher.group(1));
    }
    return declared;
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
