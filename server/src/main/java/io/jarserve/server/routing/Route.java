package io.jarserve.server.routing;

/**
 * A path prefix and the deployment behind it.
 *
 * @param prefix decoded, without a slash at its end, except {@code /} itself
 */
record Route(String prefix, RoutedDeployment deployment) {

  /**
   * The part of a path that matched this route which is the deployment's own; {@code /} at least.
   */
  String below(String path) {
    int cut = prefix.length() == 1 ? 0 : prefix.length();
    return cut == path.length() ? "/" : path.substring(cut);
  }
}
