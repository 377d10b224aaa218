package io.jarserve.samples.jaxrs;

import com.acme.library.LibraryApplication;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.jaxrs.JaxRsDeployment;

/**
 * The library as a deployment: its path {@code api/books} is found below the route prefix. The
 * books are in the memory of one replica, as they were in the memory of one WAR.
 */
@DeploymentOptions(routePrefix = "/library", numReplicas = 1)
public final class Library extends JaxRsDeployment {
  public Library() {
    super(new LibraryApplication());
  }
}
