package io.jarserve.server.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of an application: the answer of {@code GET
 * /api/serve/applications/{name}/versions}.
 *
 * @param versions the newest first
 */
public record VersionsView(String name, List<VersionView> versions) {

  /**
   * A version that served, or that is wanted.
   *
   * @param number by which a rollback names it
   * @param state wanted, serving, served, rolled_back or failed
   * @param by who wanted it, and by which way
   * @param how by what, such as {@code deploy 1.2}
   * @param servedAtS when all its replicas were ready first; null when they never were
   * @param deploymentConfig the options of each deployment
   */
  public record VersionView(
      long number,
      String version,
      String digest,
      String state,
      String by,
      String how,
      double wantedAtS,
      @Nullable Double servedAtS,
      Map<String, Map<String, Object>> deploymentConfig) {}
}
