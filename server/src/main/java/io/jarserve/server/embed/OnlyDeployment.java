package io.jarserve.server.embed;

import io.jarserve.server.json.NearestName;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.util.Set;

/** The deployment that is meant where an application has but one. Stateless. */
final class OnlyDeployment {

  private OnlyDeployment() {}

  static String of(String application, InstanceStatus status) {
    ApplicationView view = status.applications().get(application);
    if (view == null) {
      throw new JarserveException(
          "not_found",
          "there is no application '%s'%s"
              .formatted(
                  application, NearestName.hint(application, status.applications().keySet())));
    }
    Set<String> names = view.deployments().keySet();
    if (names.size() != 1) {
      throw new JarserveException(
          "invalid",
          "application '%s' has the deployments %s: say which".formatted(application, names));
    }
    return names.iterator().next();
  }
}
