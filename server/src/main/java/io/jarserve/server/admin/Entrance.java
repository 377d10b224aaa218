package io.jarserve.server.admin;

import io.jarserve.server.access.Caller;
import io.jarserve.server.access.Callers;
import io.jarserve.server.access.Finding;
import io.jarserve.server.model.Role;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request through when its sender has the role that it needs. Failures are logged without
 * anything of what was sent to prove it. Any thread.
 */
final class Entrance implements Access {
  private static final Logger log = LoggerFactory.getLogger(Entrance.class);
  private static final int MOST_PATH_LETTERS = 200;

  private final Callers callers;
  private final InstantSource time;
  private final FailedTries tries = new FailedTries();

  Entrance(Callers callers, InstantSource time) {
    this.callers = callers;
    this.time = time;
  }

  @Override
  public Decision decide(Role needed, Request request) {
    if (needed == Role.ANYONE) {
      return new Allowed("anybody");
    }
    Finding found =
        callers.find(
            request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION), certificate(request));
    if (found instanceof Finding.Known known) {
      return known.caller().role().includes(needed)
          ? new Allowed(known.caller().name())
          : new Denied(forbidden(request, known.caller(), needed));
    } else if (found instanceof Finding.Wrong wrong) {
      return new Denied(failed(request, wrong.why()));
    }
    return new Denied(
        unauthorized("this needs somebody with the role '" + needed.word() + "' or a higher one"));
  }

  /** Whom the certificate names that TLS found genuine. */
  private static Optional<X500Principal> certificate(Request request) {
    EndPoint.SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    X509Certificate[] shown = tls == null ? null : tls.peerCertificates();
    return shown == null || shown.length == 0
        ? Optional.empty()
        : Optional.of(shown[0].getSubjectX500Principal());
  }

  private Answer failed(Request request, String why) {
    String from = Request.getRemoteAddr(request);
    FailedTries.Tries failures = tries.failed(from, time.instant());
    if (failures.areTooMany()) {
      return tooMany(failures);
    }
    log.warn("refused {} from {}: {}", named(request), from, why);
    if (failures.isLastTold()) {
      log.warn(
          "{} failed {} times; what else fails from there is not told for {} s",
          from,
          failures.count(),
          failures.left().toSeconds());
    }
    return unauthorized(why);
  }

  /** Without what a client could put there to end the line, or to fill the log. */
  private static String named(Request request) {
    String path = String.valueOf(request.getHttpURI().getDecodedPath());
    String brief = path.substring(0, Math.min(path.length(), MOST_PATH_LETTERS));
    return (request.getMethod() + " " + brief).replaceAll("[^\\p{Print}]", "?");
  }

  private static Answer unauthorized(String why) {
    return Answer.problem(
            401,
            "Not authorized",
            "not_authorized",
            why
                + "; send 'Authorization: Bearer <token>', or give the command line JARSERVE_TOKEN or"
                + " --token-file; 'jarserve token create' makes tokens")
        .with("WWW-Authenticate", "Bearer realm=\"jarserve\", Basic realm=\"jarserve\"");
  }

  private static Answer forbidden(Request request, Caller caller, Role needed) {
    return Answer.problem(
        403,
        "Role too low",
        "role_too_low",
        "%s needs the role '%s' and %s has '%s'; use a token with that role"
            .formatted(named(request), needed.word(), caller.name(), caller.role().word()));
  }

  private static Answer tooMany(FailedTries.Tries failures) {
    return Answer.problem(
            429,
            "Too many failures",
            "too_many_failures",
            "this address failed %s times to show who it is; for %s s only a good token is taken from it"
                .formatted(failures.count(), failures.left().toSeconds()))
        .with("Retry-After", Long.toString(failures.left().toSeconds() + 1));
  }
}
