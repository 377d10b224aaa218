package io.jarserve.server.model;

/** What brought a deployment into its status. */
public enum StatusTrigger {
  UNSPECIFIED,
  CONFIG_UPDATE_STARTED,
  CONFIG_UPDATE_COMPLETED,
  UPSCALE_COMPLETED,
  DOWNSCALE_COMPLETED,
  REPLICA_STARTUP_FAILED,
  HEALTH_CHECK_FAILED,
  DELETING
}
