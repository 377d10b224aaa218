package io.jarserve.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.access.Callers;
import io.jarserve.server.access.Token;
import io.jarserve.server.access.TokenFile;
import io.jarserve.server.access.Tokens;
import io.jarserve.server.admin.AdminPort;
import io.jarserve.server.admin.AdminServer;
import io.jarserve.server.certificates.TlsFiles;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.Yaml;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.Role;
import io.jarserve.server.testing.PemFiles;
import io.jarserve.server.testing.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

class CommandsTest {

  private final AtomicReference<InstanceStatus> status =
      new AtomicReference<>(Statuses.of(Statuses.running("hello")));
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private AdminServer server;
  private int port;

  @TempDir Path stateDir;

  @BeforeEach
  void start() throws Exception {
    server = server(Callers.open(), Optional.empty());
    server.start();
    port = server.port();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void shutDown() {
    asked.complete(null);
  }

  @Test
  void status_allWell_isZero() {
    assertThat(status("--address", address())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("hello", "1 of 1 applications run as wanted");
  }

  @Test
  void status_somethingAmiss_isOne() {
    status.set(
        Statuses.of(
            Statuses.application(
                "x", ApplicationStatus.DEPLOY_FAILED, "start threw", "1.0", Statuses.healthy())));

    assertThat(status("--address", address())).isEqualTo(ExitCode.NOT_WELL);
    assertThat(out.toString()).contains("! x: start threw");
  }

  @Test
  void status_asJsonOrYaml_isTheAnswer() {
    assertThat(status("--address", address(), "-o", "json")).isEqualTo(ExitCode.OK);
    byte[] json = out.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(json, InstanceStatus.class)).isEqualTo(status.get());

    out.getBuffer().setLength(0);
    assertThat(status("--address", address(), "--output=yaml")).isEqualTo(ExitCode.OK);
    assertThat(Yaml.read("out", out.toString()).entry("applications")).isPresent();
  }

  @Test
  void status_unknownFormat_isAUsageError() {
    assertThat(status("-o", "xml")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void status_nobodyThere_saysWhatToDo() {
    server.close();

    assertThat(status("--address", address())).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).contains("no Jarserve answers at", "jarserve start", "--address");
  }

  @Test
  void status_somebodyElse_saysSo() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread closing =
          new Thread(
              () -> {
                try {
                  while (true) {
                    other.accept().close(); // a client asks twice
                  }
                } catch (IOException closed) {
                  // the test is over
                }
              });
      closing.start();
      String address = "http://127.0.0.1:" + other.getLocalPort();
      assertThat(status("--address", address)).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(err.toString()).contains("is it the admin port");
    }
  }

  @Test
  void shutdown_running_waitsUntilThePortIsClosed() {
    CompletableFuture<Void> closed = asked.thenRunAsync(server::close);

    assertThat(shutdown("--address", address())).isEqualTo(ExitCode.OK);
    assertThat(closed).succeedsWithin(Duration.ofSeconds(60));
    assertThat(out.toString()).contains("is stopping", "stopped");
  }

  @Test
  void shutdown_ofAProgramThatGoesOn_endsWithTheServer() throws Exception {
    Process program = new ProcessBuilder("cat").start();
    try {
      status.set(Statuses.with(Statuses.of(), controller(program, true)));
      CompletableFuture<Void> closed = asked.thenRunAsync(server::close);

      assertThat(shutdown("--address", address())).isEqualTo(ExitCode.OK);
      assertThat(closed).succeedsWithin(Duration.ofSeconds(60));
      assertThat(program.isAlive()).isTrue();
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void shutdown_ofAServersOwnProcess_waitsForThatToo() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try {
      status.set(Statuses.with(Statuses.of(), controller(process, false)));
      var unused = asked.thenRunAsync(server::close);

      assertThat(shutdown("--address", address(), "--timeout", "1")).isEqualTo(ExitCode.NOT_WELL);
      assertThat(err.toString()).contains("has not stopped after 1 s");
    } finally {
      process.destroyForcibly();
    }
  }

  private static ControllerInfo controller(Process process, boolean embedded) {
    Instant start = process.info().startInstant().orElseThrow();
    return new ControllerInfo(
        "n1", "serve", "1", "17", process.pid(), start.toEpochMilli() / 1000.0, null, embedded);
  }

  @Test
  void shutdown_anotherServerTakesThePort_isStopped() {
    InstanceStatus before = status.get();
    ControllerInfo first = before.controllerInfo();
    ControllerInfo next =
        new ControllerInfo("n1", "serve", "1", "17", first.pid(), 2_000, null, false);
    var unused = asked.thenRun(() -> status.set(Statuses.with(before, next)));

    assertThat(shutdown("--address", address())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("stopped");
  }

  @Test
  void shutdown_neverStops_givesUp() {
    assertThat(shutdown("--address", address(), "--timeout", "0")).isEqualTo(ExitCode.NOT_WELL);
    assertThat(err.toString()).contains("has not stopped after 0 s");
  }

  @Test
  void shutdown_nothingRuns_isFine() {
    server.close();

    assertThat(shutdown("--address", address())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("nothing to stop: no server answers at");
  }

  @Test
  void shutdown_hostThatThereIsNot_isNotTakenForAServerThatIsNot() {
    assertThat(shutdown("--address", "http://nowhere.invalid:8265"))
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString())
        .contains("the host 'nowhere.invalid' is unknown", "--address or JARSERVE_ADDRESS");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void status_serverAsksForAToken_isAnsweredToTheOneInTheFile() throws Exception {
    Path secret = stateDir.resolve("secret");
    Token token = new TokenFile(stateDir).create("me", Role.READ, Instant.EPOCH, null);
    try (AdminServer asking =
        server(Callers.by(new Tokens(stateDir), Instant::now), Optional.empty())) {
      asking.start();
      String address = "http://127.0.0.1:" + asking.port();

      assertThat(status("--address", address)).isEqualTo(ExitCode.NOT_WELL);
      assertThat(err.toString()).contains("status 401", "--token-file", "JARSERVE_TOKEN");
      Files.writeString(secret, token.secret() + "\n");
      assertThat(status("--address", address, "--token-file", secret.toString()))
          .isEqualTo(ExitCode.OK);
      assertThat(shutdown("--address", address, "--token-file", secret.toString()))
          .isEqualTo(ExitCode.NOT_WELL);
      assertThat(err.toString()).contains("needs the role 'admin'").doesNotContain(token.secret());
    }
  }

  @Test
  void status_serverSpeaksTls_isAskedWhenItsAuthorityIsNamed() throws Exception {
    TestCertificates.Signed authority = TestCertificates.authority("CN=Test CA");
    Path ca = authority.writeCertificate(stateDir.resolve("ca.crt"));
    PemFiles pem = PemFiles.in(stateDir).holding(authority.sign("CN=port"));
    try (AdminServer secure = server(Callers.open(), Optional.of(pem.ofPort()))) {
      secure.start();
      String address = "https://localhost:" + secure.port();

      assertThat(status("--address", address, "--ca-file", ca.toString())).isEqualTo(ExitCode.OK);
      assertThat(status("--address", address)).isEqualTo(ExitCode.NOT_WELL);
      assertThat(err.toString()).contains("do not trust each other", "--ca-file");
    }
    assertThat(status("--ca-file", pem.key().toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(pem.key() + " holds no certificate");
    assertThat(status("--cert-file", pem.certificate().toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--cert-file and --key-file go together");
  }

  @Test
  void token_fileThatHoldsNone_isAUsageErrorWithoutWhatItHolds() throws Exception {
    Path file = stateDir.resolve("secret");

    assertThat(status("--token-file", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(file + " cannot be read");
    for (String content : List.of("", " \n", "pass word", "pass\nword")) {
      Files.writeString(file, content);
      assertThat(shutdown("--token-file", file.toString())).isEqualTo(ExitCode.USAGE);
    }
    assertThat(err.toString()).contains(file + " must hold one token").doesNotContain("word");
  }

  @Test
  void token_inTheEnvironment_isTakenWhereNoFileIsNamed() throws Exception {
    Path file = Files.writeString(stateDir.resolve("secret"), "of-file");
    Map<String, String> environment = Map.of("JARSERVE_TOKEN", " of-environment ");

    assertThat(Credentials.of(null, environment).token()).contains("of-environment");
    assertThat(Credentials.of(file, environment).token()).contains("of-file");
    assertThat(Credentials.of(null, Map.of("JARSERVE_TOKEN", "")).token()).isEmpty();
    assertThatThrownBy(() -> Credentials.of(null, Map.of("JARSERVE_TOKEN", "a\nb")))
        .hasMessageStartingWith("JARSERVE_TOKEN must hold one token");
  }

  @Test
  void address_anyForm_isUnderstood() {
    assertThat(AddressOption.parse("localhost:1")).hasToString("http://localhost:1/");
    assertThat(AddressOption.parse("https://h:1/x?y")).hasToString("https://h:1/");
    assertThat(AddressOption.parse("http://[::1]:8265")).hasToString("http://[::1]:8265/");
    for (String wrong : new String[] {"", "http://", "ftp://h", "a b", ":8265"}) {
      assertThatThrownBy(() -> AddressOption.parse(wrong))
          .as(wrong)
          .isInstanceOf(TypeConversionException.class)
          .hasMessageContaining("http://127.0.0.1:8265");
    }
  }

  private AdminServer server(Callers callers, Optional<TlsFiles> tls) {
    AdminPort wanted = new AdminPort("127.0.0.1", 0, false, callers, tls);
    return new AdminServer(wanted, status::get, new Meters(), this::shutDown);
  }

  private int status(String... arguments) {
    return run(new StatusCommand(), arguments);
  }

  private int shutdown(String... arguments) {
    return run(new ShutdownCommand(), arguments);
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String address() {
    return "http://127.0.0.1:" + port;
  }
}
