package io.jarserve.server.routing;

import io.jarserve.api.Multiplexed;
import io.jarserve.server.model.CacheOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a cache has to do with, and under which key: what the options of a deployment and
 * RFC 9111 say for a cache that many clients share. Pure.
 */
final class CacheRules {

  /** What a request is to a cache. */
  enum Use {
    /** It may get a kept answer, and brings one. */
    GET,
    /** It may get a kept answer, and brings none. */
    LOOK,
    /** It may change what is under its path. */
    CHANGE,
    /** Nothing. */
    PASS
  }

  private static final String ALL = "*";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final List<HttpHeader> PASSED =
      List.of(
          HttpHeader.RANGE,
          HttpHeader.IF_MATCH,
          HttpHeader.IF_UNMODIFIED_SINCE,
          HttpHeader.TRANSFER_ENCODING);

  private final CacheOptions options;
  private final List<String> query;
  private final boolean wholeQuery;
  private final List<String> headers;
  private final Set<String> varied;

  CacheRules(CacheOptions options) {
    this.options = options;
    this.query = options.varyQuery();
    this.wholeQuery = query.contains(ALL);
    this.headers =
        Stream.concat(Stream.of(Multiplexed.HEADER), options.varyHeaders().stream()).toList();
    this.varied =
        headers.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  CacheOptions options() {
    return options;
  }

  /** The request headers that belong to the key, in lower case. */
  Set<String> varied() {
    return varied;
  }

  Use use(Request request) {
    String method = request.getMethod();
    if (!SAFE.contains(method)) {
      return Use.CHANGE;
    } else if (!options.methods().contains(method) || !mayBeAnswered(request)) {
      return Use.PASS;
    }
    return method.equals("GET") ? Use.GET : Use.LOOK;
  }

  private boolean mayBeAnswered(Request request) {
    HttpFields fields = request.getHeaders();
    return request.getLength() <= 0
        && PASSED.stream().noneMatch(fields::contains)
        && CacheControl.items(fields, HttpHeader.UPGRADE).allMatch("h2c"::equalsIgnoreCase)
        && (!fields.contains(HttpHeader.AUTHORIZATION) || varied.contains("authorization"))
        && !CacheControl.says(fields, "no-store")
        && !CacheControl.says(fields, "no-cache");
  }

  /**
   * Host, path, and the parameters and headers that were chosen; always also which model is asked
   * for. Each of those is preceded by the number of its values, so that different requests have
   * different keys.
   *
   * @return null when the query cannot be decoded
   */
  @Nullable List<String> key(Request request) {
    HttpURI uri = request.getHttpURI();
    List<String> key = new ArrayList<>();
    key.add(uri.hasAuthority() ? uri.getAuthority() : "");
    key.add(path(request));
    if (wholeQuery) {
      String whole = uri.getQuery();
      add(key, whole == null ? List.of() : List.of(whole));
    } else if (!query.isEmpty() && !addQuery(key, request)) {
      return null;
    }
    headers.forEach(name -> add(key, request.getHeaders().getValuesList(name)));
    return List.copyOf(key);
  }

  /** As it was written: a deployment may tell one way of writing it from another. */
  static String path(Request request) {
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  private boolean addQuery(List<String> key, Request request) {
    try {
      Fields parameters = Request.extractQueryParameters(request);
      query.forEach(name -> add(key, parameters.getValuesOrEmpty(name)));
      return true;
    } catch (RuntimeException notDecoded) {
      return false;
    }
  }

  private static void add(List<String> key, List<String> values) {
    key.add(Integer.toString(values.size()));
    key.addAll(values);
  }
}
