package io.jarserve.server.model;

/** How an application is, over all its deployments. */
public enum ApplicationStatus {
  /** Known, nothing done yet. */
  NOT_STARTED,
  /** On its way to what is wanted; the version before, if any, serves. */
  DEPLOYING,
  /** What is wanted cannot be had; the version before, if any, serves. */
  DEPLOY_FAILED,
  /** What is wanted serves with all its replicas. */
  RUNNING,
  /** What is wanted was there, and now a replica is missing or fails its health check. */
  UNHEALTHY,
  /** Being drained and removed. */
  DELETING
}
