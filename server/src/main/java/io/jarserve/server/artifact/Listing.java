package io.jarserve.server.artifact;

import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of the deploy directory: the whole truth, each time anything changed.
 *
 * <p>A file that is in none of the lists is still being looked at, or vanished without proof of
 * having been deleted: whatever came from it stays as it is.
 *
 * @param accepted verified files, whose artifact is in the store, by file name in order
 * @param rejected files that nothing can be made of
 * @param deleted names that the directory's own ledger lists and that are provably gone; repeated
 *     until they are forgotten
 * @param problem why the directory cannot be trusted just now (unreadable, vanished, replaced), and
 *     what to do; then nothing is in {@code deleted}
 * @param warnings of files that are probably not named as they were meant; they change nothing
 */
public record Listing(
    List<Accepted> accepted,
    List<Rejected> rejected,
    Set<String> deleted,
    Optional<String> problem,
    List<String> warnings) {

  public static final Listing EMPTY = new Listing(List.of(), List.of(), Set.of(), Optional.empty());

  public Listing {
    accepted = List.copyOf(accepted);
    rejected = List.copyOf(rejected);
    deleted = Set.copyOf(deleted);
    warnings = List.copyOf(warnings);
  }

  /** Nothing to warn of. */
  public Listing(
      List<Accepted> accepted,
      List<Rejected> rejected,
      Set<String> deleted,
      Optional<String> problem) {
    this(accepted, rejected, deleted, problem, List.of());
  }

  /** A file whose bytes are good and in the store; {@code spec.file()} is its name. */
  public record Accepted(ApplicationSpec spec) {}

  /**
   * A file that was refused.
   *
   * @param application where the manifest could be read that far
   * @param digest where the file could be read that far
   * @param reason what, which, the value and the remedy
   */
  public record Rejected(
      String file, Optional<String> application, Optional<Digest> digest, String reason) {}
}
