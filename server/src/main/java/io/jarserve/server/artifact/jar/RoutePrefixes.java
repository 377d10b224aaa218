package io.jarserve.server.artifact.jar;

import static io.jarserve.server.artifact.jar.RefusedException.bad;

import io.jarserve.server.model.DeploymentSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rule that no two deployments of an application share a route prefix. */
public final class RoutePrefixes {

  private RoutePrefixes() {}

  public static void checkUnique(List<DeploymentSpec> deployments) throws RefusedException {
    Map<String, DeploymentSpec> byPrefix = new HashMap<>();
    for (DeploymentSpec deployment : deployments) {
      Optional<String> prefix = deployment.options().routePrefix();
      DeploymentSpec other = prefix.map(p -> byPrefix.putIfAbsent(p, deployment)).orElse(null);
      if (other != null) {
        throw bad(
            "deployments '%s' (class %s) and '%s' (class %s) both have the route prefix %s; give one of them another, or none"
                .formatted(
                    other.name(),
                    other.className(),
                    deployment.name(),
                    deployment.className(),
                    prefix.orElseThrow()));
      }
    }
  }
}
