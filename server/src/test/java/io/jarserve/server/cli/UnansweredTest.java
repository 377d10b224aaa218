package io.jarserve.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class UnansweredTest {

  private static final URI ADDRESS = URI.create("http://there:8265/");

  @Test
  void by_nobodyThere_isToldByItsCause() {
    assertThat(by(new ConnectException("refused")))
        .hasMessage(
            "no Jarserve answers at http://there:8265/; start one with 'jarserve start', or name"
                + " another admin port with --address")
        .returns(ExitCode.UNREACHABLE, AdminException::exitCode);
    assertThat(by(new HttpTimeoutException("late"))).hasMessageContaining(" in time; ");
    assertThat(by(new IOException("cut off")))
        .hasMessageContaining("cut off); is it the admin port, and is it http, or https")
        .returns(ExitCode.UNREACHABLE, AdminException::exitCode);
  }

  @Test
  void by_unknownHost_namesIt() {
    Exception inside = new ConnectException();
    inside.initCause(new UnresolvedAddressException());
    IOException fault = new ConnectException();
    fault.initCause(inside);

    assertThat(by(fault))
        .hasMessage("the host 'there' is unknown; name the admin port of a Jarserve with --address")
        .returns(ExitCode.UNREACHABLE, AdminException::exitCode);
  }

  @Test
  void by_tlsThatFails_saysWhatToTry() {
    assertThat(by(new SSLHandshakeException("who are you")))
        .hasMessageContainingAll("do not trust each other (who are you)", "--ca-file")
        .returns(ExitCode.NOT_WELL, AdminException::exitCode);
    assertThat(by(new SSLException("plaintext")))
        .hasMessageContaining("does not speak TLS (plaintext); is it http in place of https?");
  }

  private static AdminException by(IOException fault) {
    return Unanswered.by(ADDRESS, "--address", fault);
  }
}
