package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.Provenance;
import io.jarserve.server.model.WantedState.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From what lies in the deploy directory to what is wanted of each application. Pure.
 *
 * <p>The highest version that is not known to fail is wanted. A file that is being written, was
 * refused or vanished without proof counts as it was before: it neither takes its application away
 * nor lets a lower version in. A proven deletion does both.
 *
 * <p>An application that came another way than by the directory is not touched: files that claim to
 * be it are not used. Where somebody rolled back from what the directory asks for, that holds until
 * the directory asks for something else.
 */
final class Admission {

  private final Listing listing;
  private final Comparator<String> versions;
  private final Instant now;
  private final Set<String> acceptedFiles;

  private Admission(Listing listing, Comparator<String> versions, Instant now) {
    this.listing = listing;
    this.versions = versions;
    this.now = now;
    this.acceptedFiles =
        listing.accepted().stream()
            .map(accepted -> accepted.spec().file())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The applications after this listing was taken in. */
  static Map<String, AppState> admit(
      Map<String, AppState> before, Listing listing, Comparator<String> versions, Instant now) {
    return new Admission(listing, versions, now).admit(before);
  }

  private Map<String, AppState> admit(Map<String, AppState> before) {
    Map<String, List<ApplicationSpec>> candidates = candidates();
    Map<String, AppState> after = new LinkedHashMap<>();
    before.forEach(
        (name, app) -> after.put(name, decide(app, candidates.getOrDefault(name, List.of()))));
    candidates.forEach(
        (name, specs) -> after.computeIfAbsent(name, n -> superseding(first(specs), specs)));
    return after;
  }

  private Map<String, List<ApplicationSpec>> candidates() {
    return listing.accepted().stream()
        .map(Listing.Accepted::spec)
        .collect(
            Collectors.groupingBy(ApplicationSpec::name, LinkedHashMap::new, Collectors.toList()));
  }

  private AppState first(List<ApplicationSpec> specs) {
    ApplicationSpec chosen = choose(specs, List.of(), Optional.empty());
    return AppState.accepted(chosen, by(chosen));
  }

  private AppState decide(AppState app, List<ApplicationSpec> candidates) {
    if (!app.deleting() && !app.owner().isDirectory()) {
      return app;
    }
    List<ApplicationSpec> choices = new ArrayList<>(candidates);
    ApplicationSpec before = app.hard().ofDirectory();
    boolean stillThere = !app.deleting() && !isGone(before.file());
    if (stillThere) {
      choices.add(before);
    }
    if (choices.isEmpty()) {
      return app.deleting() ? app : app.withDeleting();
    }
    List<Failure> failed =
        app.hard().failed().stream().filter(failure -> concerns(failure, app, choices)).toList();
    ApplicationSpec chosen = choose(choices, failed, Optional.of(before.file()));
    return superseding(wanting(app, chosen, failed), candidates);
  }

  private AppState wanting(AppState app, ApplicationSpec chosen, List<Failure> failed) {
    if (app.deleting()) {
      return app.wanting(chosen, by(chosen));
    }
    AppState next = app;
    if (!chosen.servesLike(app.hard().ofDirectory())) {
      next = app.wanting(chosen, by(chosen));
    } else if (!chosen.equals(app.hard().ofDirectory())) {
      next = app.withHard(app.hard().renamed(chosen));
    }
    return failed.equals(next.hard().failed())
        ? next
        : next.withHard(next.hard().withFailed(failed));
  }

  private Provenance by(ApplicationSpec chosen) {
    return Provenance.directory(chosen.file(), now);
  }

  /** Whether a file can no longer stand for what it once was accepted as. */
  private boolean isGone(String file) {
    return acceptedFiles.contains(file) || listing.deleted().contains(file);
  }

  private static boolean concerns(Failure failure, AppState app, List<ApplicationSpec> choices) {
    return Stream.concat(
            app.hard().lineage().overridden().map(o -> app.hard().wanted()).stream(),
            choices.stream())
        .anyMatch(choice -> choice.servesLike(failure.spec()));
  }

  private ApplicationSpec choose(
      List<ApplicationSpec> choices, List<Failure> failed, Optional<String> preferredFile) {
    Comparator<ApplicationSpec> order =
        Comparator.<ApplicationSpec, Boolean>comparing(spec -> !hasFailed(spec, failed))
            .thenComparing(ApplicationSpec::version, versions)
            .thenComparing(spec -> preferredFile.filter(spec.file()::equals).isPresent())
            .thenComparing(ApplicationSpec::file, Comparator.reverseOrder());
    return choices.stream().max(order).orElseThrow();
  }

  private static boolean hasFailed(ApplicationSpec spec, List<Failure> failed) {
    return failed.stream().anyMatch(failure -> failure.spec().servesLike(spec));
  }

  private static AppState superseding(AppState app, List<ApplicationSpec> candidates) {
    Stream<String> others =
        candidates.stream()
            .map(ApplicationSpec::file)
            .filter(file -> !file.equals(app.hard().ofDirectory().file()));
    List<String> files = List.copyOf(others.collect(Collectors.toCollection(TreeSet::new)));
    return files.equals(app.superseded()) ? app : app.withSuperseded(files);
  }
}
