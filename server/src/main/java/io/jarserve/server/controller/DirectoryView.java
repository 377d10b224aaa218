package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the deploy directory is told of what was made of it. Pure. */
final class DirectoryView {

  private DirectoryView() {}

  /** Deleted files that stand for nothing any more. */
  static Set<String> done(ControllerState state) {
    Set<String> inUse =
        state.apps().values().stream()
            .filter(app -> !app.deleting())
            .flatMap(app -> app.file().stream())
            .collect(Collectors.toUnmodifiableSet());
    return state.listing().deleted().stream()
        .filter(file -> !inUse.contains(file))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Why files of the deploy directory do not serve, by file name: the content of their markers. */
  static Map<String, String> reasons(ControllerState state) {
    Map<String, String> reasons = new TreeMap<>();
    for (AppState app : state.apps().values()) {
      if (app.owner().isDirectory()) {
        app.hard()
            .failed()
            .forEach(failure -> reasons.put(failure.spec().file(), failure.reason()));
        app.blocked().ifPresent(reason -> reasons.put(app.hard().ofDirectory().file(), reason));
      }
    }
    notOwned(state).forEach(file -> reasons.put(file.file(), file.reason()));
    state.listing().rejected().forEach(refused -> reasons.put(refused.file(), refused.reason()));
    return reasons;
  }

  /** Files of the deploy directory that claim to be an application that came another way. */
  static List<RejectedFile> notOwned(ControllerState state) {
    List<RejectedFile> files = new ArrayList<>();
    for (Listing.Accepted accepted : state.listing().accepted()) {
      AppState app = state.apps().get(accepted.spec().name());
      if (app != null && !app.deleting() && !app.owner().isDirectory()) {
        String file = accepted.spec().file();
        files.add(new RejectedFile(file, Ownership.refusal(state, app, file)));
      }
    }
    return files;
  }
}
