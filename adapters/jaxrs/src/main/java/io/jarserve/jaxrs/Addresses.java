package io.jarserve.jaxrs;

import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import java.net.URI;
import java.net.URISyntaxException;
import org.glassfish.jersey.uri.UriComponent;

/**
 * Where a request goes, in the form in which JAX-RS wants to know it.
 *
 * @param base ends with a slash
 * @param request begins with the base
 */
record Addresses(URI base, URI request) {

  /**
   * @param applicationPath what follows the route prefix; empty, or with a slash before it and none
   *     behind
   * @throws RequestException when the request does not lead below it, or is no address
   */
  static Addresses of(Request request, String applicationPath) {
    String path = request.rawPath();
    if (!isBelow(path, applicationPath)) {
      throw new RequestException(404, "nothing answers to " + request.path());
    }
    String root = request.scheme() + "://" + request.authority() + prefix(request);
    String whole =
        root + UriComponent.contextualEncode(path, UriComponent.Type.PATH) + query(request);
    String base = root + applicationPath + "/";
    return new Addresses(uri(base), uri(whole.length() < base.length() ? base : whole));
  }

  /** Empty, or with a slash before it and none behind. */
  static String withSlashBefore(String path) {
    String inner = path.replaceAll("^/+|/+$", "");
    return inner.isEmpty()
        ? ""
        : "/" + UriComponent.contextualEncode(inner, UriComponent.Type.PATH);
  }

  private static boolean isBelow(String path, String applicationPath) {
    return path.startsWith(applicationPath)
        && (path.length() == applicationPath.length()
            || path.charAt(applicationPath.length()) == '/');
  }

  private static String prefix(Request request) {
    String prefix = request.routePrefix();
    return prefix.length() == 1 ? "" : UriComponent.encode(prefix, UriComponent.Type.PATH);
  }

  private static String query(Request request) {
    return request
        .rawQuery()
        .map(query -> "?" + UriComponent.contextualEncode(query, UriComponent.Type.QUERY))
        .orElse("");
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new RequestException(400, "'" + text + "' is no address: " + e.getReason());
    }
  }
}
