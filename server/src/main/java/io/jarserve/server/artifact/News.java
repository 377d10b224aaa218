package io.jarserve.server.artifact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What other threads have to tell to the scanner's, until it asks. */
final class News {

  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> forgotten = new HashSet<>();
  private Optional<Map<String, String>> marks = Optional.empty();

  /** What came of looking into a file. */
  record Finding(String name, Look look, Verdict verdict) {}

  synchronized void found(Finding finding) {
    findings.add(finding);
  }

  synchronized void forget(Set<String> files) {
    forgotten.addAll(files);
  }

  synchronized void mark(Map<String, String> reasonByFile) {
    marks = Optional.of(Map.copyOf(reasonByFile));
  }

  /** All findings since the last call. */
  synchronized List<Finding> takeFindings() {
    List<Finding> taken = List.copyOf(findings);
    findings.clear();
    return taken;
  }

  /** All forgotten files since the last call. */
  synchronized Set<String> takeForgotten() {
    Set<String> taken = Set.copyOf(forgotten);
    forgotten.clear();
    return taken;
  }

  /** The newest marks; empty before there were any. */
  synchronized Optional<Map<String, String>> marks() {
    return marks;
  }
}
