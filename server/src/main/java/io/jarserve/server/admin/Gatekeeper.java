package io.jarserve.server.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests the admin port takes at all, whoever sends them. Any web page can make a
 * browser on this machine send requests to loopback; two properties of browsers tell them apart:
 *
 * <p><b>Host.</b> A page that points its own name at 127.0.0.1 (DNS rebinding) is read as same
 * origin, but the browser still sends that name. So only names that cannot be rebound are taken:
 * loopback's, the configured one and, when the port is open to the network, addresses. Any name is
 * taken where callers must show who they are: a page has no token to show.
 *
 * <p><b>Origin and Sec-Fetch-Site.</b> A page elsewhere may send a POST, but not hide that it is
 * elsewhere. Programs that are no browsers send neither header.
 *
 * <p>Immutable; a pure function of the request.
 */
final class Gatekeeper {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");

  private final String scheme;
  private final String configured;
  private final boolean open;
  private final boolean anyName;

  /**
   * @param scheme of the port's own pages
   * @param host what the port was told to listen on
   * @param open whether that is more than loopback
   * @param secured whether callers must show who they are
   */
  Gatekeeper(String scheme, String host, boolean open, boolean secured) {
    this.scheme = scheme;
    this.configured = bare(host);
    this.open = open;
    this.anyName = secured && !isLoopback(configured);
  }

  /**
   * Why a request is refused, if it is.
   *
   * @param host that the request is for, without the port
   * @param authority host and port that the request is for
   */
  Optional<Answer> refusal(
      String method,
      String host,
      @Nullable String authority,
      @Nullable String origin,
      @Nullable String fetchSite) {
    if (!isKnown(bare(host))) {
      return Optional.of(unknownHost(host));
    }
    if (READING.contains(method) || isOwn(authority, origin, fetchSite)) {
      return Optional.empty();
    }
    return Optional.of(foreignOrigin(origin));
  }

  private boolean isKnown(String host) {
    return anyName
        || host.equals(configured)
        || isLoopback(host)
        || (open && ADDRESS.matcher(host).matches());
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  private boolean isOwn(
      @Nullable String authority, @Nullable String origin, @Nullable String fetchSite) {
    boolean ownSite =
        fetchSite == null || fetchSite.equals("same-origin") || fetchSite.equals("none");
    return ownSite && (origin == null || origin.equalsIgnoreCase(scheme + "://" + authority));
  }

  private static Answer unknownHost(String host) {
    return Answer.problem(
        403,
        "Host not allowed",
        "host_not_allowed",
        "the admin port does not answer to the host name '"
            + host
            + "'; use localhost or an address of this server, or start it with that name as"
            + " --admin-host");
  }

  private static Answer foreignOrigin(@Nullable String origin) {
    return Answer.problem(
        403,
        "Origin not allowed",
        "origin_not_allowed",
        "a page from "
            + (origin == null ? "another site" : "'" + origin + "'")
            + " may not change anything here; use the command line, or a page of the admin port");
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
