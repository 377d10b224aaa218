package io.jarserve.server.controller;

/** Counts up; the prefix differs from start to start. Used by one thread. */
final class CountingIds implements Ids {

  private final String prefix;
  private long replicas;
  private long generations;

  CountingIds(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public String replicaTag() {
    return prefix + "-" + Long.toString(++replicas, 36);
  }

  @Override
  public long generation() {
    return ++generations;
  }
}
