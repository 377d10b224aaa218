package io.jarserve.server.model;

/** How a deployment is. */
public enum DeploymentStatus {
  UPDATING,
  HEALTHY,
  UNHEALTHY,
  DEPLOY_FAILED,
  UPSCALING,
  DOWNSCALING
}
