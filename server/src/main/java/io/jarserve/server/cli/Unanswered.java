package io.jarserve.server.cli;

import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why a question to an admin port got no answer, and what to do, for people. Stateless. */
final class Unanswered {

  private Unanswered() {}

  /**
   * @param howToName what people set to have another address asked
   */
  static AdminException by(URI address, String howToName, IOException fault) {
    String nobody = "no Jarserve answers at " + address;
    if (fault instanceof HttpTimeoutException) {
      return AdminException.unreachable(
          nobody + " in time; is it the admin port, and does anything keep you from it?");
    } else if (isOfUnknownHost(fault)) {
      return AdminException.unknownHost(
          "the host '%s' is unknown; name the admin port of a Jarserve with %s"
              .formatted(address.getHost(), howToName));
    } else if (fault instanceof ConnectException) {
      return AdminException.closed(
          nobody
              + "; start one with 'jarserve start', or name another admin port with "
              + howToName);
    } else if (fault instanceof SSLHandshakeException) {
      return AdminException.refused(
          "%s and this command do not trust each other (%s); name the authority that signed the server's certificate with --ca-file, and your own certificate if it asks for one"
              .formatted(address, fault.getMessage()));
    } else if (fault instanceof SSLException) {
      return AdminException.refused(
          "%s does not speak TLS (%s); is it http in place of https?"
              .formatted(address, fault.getMessage()));
    }
    String scheme =
        address.getScheme().equals("http") ? ", and is it http, or https in its place?" : "?";
    return AdminException.unreachable(
        nobody + " (" + Trouble.of(fault) + "); is it the admin port" + scheme);
  }

  private static boolean isOfUnknownHost(Throwable fault) {
    for (Throwable one = fault; one != null; one = one.getCause()) {
      if (one instanceof UnresolvedAddressException || one instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }
}
