package io.jarserve.server.replica.request;

import org.eclipse.jetty.util.URIUtil;

/** Cuts the route prefix off a path that is not decoded. Stateless. */
final class RawPath {

  private RawPath() {}

  /**
   * What follows the prefix. As it was written, unless the prefix itself was written in an unusual
   * way, or there are dot segments: then the decoded path is encoded anew.
   *
   * @param raw the whole path as the client wrote it
   * @param prefix decoded, without a slash at its end, except {@code /} itself
   * @param below what of the decoded path follows the prefix
   */
  static String below(String raw, String prefix, String below) {
    int cut = prefix.length() == 1 ? 0 : prefix.length();
    if (raw.length() == cut) {
      return "/";
    }
    boolean asWritten = raw.startsWith(prefix) && raw.charAt(cut) == '/' && !raw.contains("/.");
    return asWritten ? raw.substring(cut) : URIUtil.encodePath(below);
  }
}
