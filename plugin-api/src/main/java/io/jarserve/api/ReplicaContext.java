package io.jarserve.api;

import org.slf4j.Logger;

/** What a replica may know about itself. Safe for use by many threads. */
public interface ReplicaContext {

  /** The application: the {@code Plugin-Id} of the JAR. */
  String application();

  /** The {@code Plugin-Version} of the JAR that this replica was loaded from. */
  String version();

  /** The deployment's name inside its application. */
  String deployment();

  /** Unique among all replicas of an instance, and never used again. */
  String replicaId();

  /** A logger named after application and deployment. */
  Logger logger();

  /** The newest user config that this replica accepted; empty when there is none. */
  UserConfig userConfig();
}
