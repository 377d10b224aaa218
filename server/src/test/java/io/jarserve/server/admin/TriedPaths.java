package io.jarserve.server.admin;

import java.util.List;

/** How somebody without a role might try to get at the shutdown, or at what is not there. */
final class TriedPaths {

  /** What a client of any protocol can send; some servers take most of it for the same. */
  static final List<String> ALL =
      List.of(
          "/api/serve/shutdown",
          "/api/serve/shutdown/",
          "//api/serve/shutdown",
          "/api//serve/shutdown",
          "/api/serve/applications/../shutdown",
          "/api/serve/applications/..;/shutdown",
          "/api/serve/applications/%2e%2e/shutdown",
          "/api/serve%2fshutdown",
          "/api/serve/shutdown;x=1",
          "/-/healthz/../../api/serve/shutdown",
          "/-/healthz%2f..%2f..%2fapi/serve/shutdown",
          "/%61pi/serve/shutdown",
          "/api/serve/shutdown?x=/-/healthz",
          "/nothing");

  private TriedPaths() {}
}
