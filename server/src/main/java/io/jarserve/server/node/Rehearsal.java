package io.jarserve.server.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jarserve.server.cli.AdminClient;
import io.jarserve.server.cli.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Runs commands that ask a server, with one of its own that knows its answers by heart. The
 * launcher has Java keep the classes that this loads, for commands to begin with. Used by one
 * thread, and one that answers.
 */
public final class Rehearsal implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private static final String LENGTH = "Content-Length:";

  private static final String DIGEST = "0".repeat(64);

  private static final String STATUS =
      """
      {"controller_info":{"node_id":"n","namespace":"serve","version":"1","java":"17","pid":1,
      "start_time_s":1.5,"deploy_dir":"/d","embedded":false},"proxy_location":"EveryNode","http_options":{"host":"h",
      "port":1,"tls":false},"proxies":{"n":{"node_id":"n","node_ip":"h","status":"HEALTHY",
      "log_file_path":null}},"applications":{"a":{"name":"a","route_prefix":"/a","status":"RUNNING",
      "message":"","last_deployed_time_s":1.5,"file":"a.jar","version":"1","digest":"%1$s",
      "serving_version":"1","serving_digest":"%1$s","superseded":[],"pending_unload":0,
      "last_error":null,"deployments":{"A":{"name":"A","status":"HEALTHY","status_trigger":
      "UNSPECIFIED","message":"","deployment_config":{"num_replicas":1,"route_prefix":"/a",
      "health_check_period_s":1.5,"user_config":{}},"target_num_replicas":1,"replicas":[{
      "replica_id":"a#A#1","state":"RUNNING","healthy":true,"version":"1","digest":"%1$s",
      "node_id":"n","pid":1,"start_time_s":1.5,"message":""}]}},"origin":{"owner":"api",
      "owner_name":"","number":1,"etag":"e","serving_number":1,"by":"","how":"","time_s":1.5,
      "overrides":null},"bake":null}},"rejected_files":[],"pending_unload":[],"messages":[],
      "warnings":[]}
      """
          .formatted(DIGEST);

  private static final String CHANGE =
      """
      {"dry_run":false,"applications":[{"name":"a","change":"updated","version":1,"etag":"e",
      "status":"RUNNING","message":"","deployments":[{"name":"A","action":"in_place",
      "why":["num_replicas 1 -> 1"]}],"notes":[]}]}
      """;

  private static final String VERSIONS =
      """
      {"name":"a","versions":[{"number":1,"version":"1","digest":"%s","state":"serving","by":"",
      "how":"","wanted_at_s":1.5,"served_at_s":1.5,"deployment_config":{}}]}
      """
          .formatted(DIGEST);

  private final ServerSocket socket;

  private Rehearsal() throws IOException {
    this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread answering = new Thread(this::answerAll, "jarserve-rehearsal");
    answering.setDaemon(true);
    answering.start();
  }

  /** Ends with 0 when every command did what it should. */
  public static void main(String... none) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    System.exit(run(nowhere, nowhere));
  }

  /** Runs the commands, and tells the worst exit code. */
  static int run(PrintWriter out, PrintWriter err) throws IOException {
    Path jar = Files.createTempFile("rehearsal", ".jar");
    AdminClient.prepare();
    try (Rehearsal server = new Rehearsal()) {
      write(jar);
      int worst = ExitCode.OK;
      for (List<String> command : commands(jar)) {
        String[] arguments = server.with(command);
        worst =
            Math.max(worst, Main.commandLine(arguments).setOut(out).setErr(err).execute(arguments));
      }
      return worst;
    } finally {
      Files.delete(jar);
    }
  }

  private static List<List<String>> commands(Path jar) {
    return List.of(
        List.of("status"),
        List.of("status", "--replicas", "--output", "json"),
        List.of("deploy", jar.toString(), "--set", "num_replicas=1"),
        List.of("scale", "a", "A", "1"),
        List.of("history", "a"));
  }

  private String[] with(List<String> command) {
    String address = "127.0.0.1:" + socket.getLocalPort();
    String[] arguments = command.toArray(new String[command.size() + 2]);
    arguments[command.size()] = "--address";
    arguments[command.size() + 1] = address;
    return arguments;
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Name("Plugin-Id"), "a");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  private void answerAll() {
    while (!socket.isClosed()) {
      try (Socket caller = socket.accept()) {
        caller.setSoTimeout(PATIENCE_MILLIS);
        answer(caller);
      } catch (IOException gone) {
        // the next one, or the end
      }
    }
  }

  private static void answer(Socket caller) throws IOException {
    String head = head(caller);
    caller.getInputStream().readNBytes(length(head));
    byte[] body = body(head.lines().findFirst().orElse("")).getBytes(US_ASCII);
    OutputStream out = caller.getOutputStream();
    String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length;
    out.write((answer + "\r\n\r\n").getBytes(US_ASCII));
    out.write(body);
    out.flush();
  }

  private static String head(Socket caller) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int letter = caller.getInputStream().read();
      if (letter < 0) {
        throw new IOException("it hung up");
      }
      head.append((char) letter);
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, LENGTH, 0, LENGTH.length()))
        .mapToInt(line -> Integer.parseInt(line.substring(LENGTH.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  private static String body(String request) {
    if (request.contains("/versions")) {
      return VERSIONS;
    }
    return request.startsWith("GET") ? STATUS : CHANGE;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
