package io.jarserve.store.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jarserve.server.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/**
 * As much of the JSON API of Google Cloud Storage, after its published description, as a store of
 * checkpoints needs: insert (in one request and resumable, with {@code ifGenerationMatch=0} and a
 * checksum), get, list by pages, delete. Objects are in memory.
 */
final class GcsServer implements AutoCloseable {

  static final String BUCKET = "jarserve-checkpoints";

  private static final Pattern OBJECT =
      Pattern.compile("(?:/download)?/storage/v1/b/([^/]+)/o/([^/]+)");
  private static final Pattern LIST = Pattern.compile("/storage/v1/b/([^/]+)/o/?");
  private static final Pattern UPLOAD = Pattern.compile("/upload/storage/v1/b/([^/]+)/o/?");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final Pattern PIECE =
      Pattern.compile("bytes (?:(?<from>\\d+)-\\d+|\\*)/(?<total>\\d+|\\*)");
  private static final int PAGE = 10;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  private static final class Upload {
    private final Map<?, ?> metadata;
    private final boolean onlyIfAbsent;
    private byte[] bytes = {};
    private boolean done;

    Upload(Map<?, ?> metadata, boolean onlyIfAbsent) {
      this.metadata = metadata;
      this.onlyIfAbsent = onlyIfAbsent;
    }

    /** False when there is a gap before it. */
    boolean append(int from, byte[] piece) {
      if (from > bytes.length) {
        return false;
      }
      byte[] longer = Arrays.copyOf(bytes, from + piece.length);
      System.arraycopy(piece, 0, longer, from, piece.length);
      bytes = longer;
      return true;
    }
  }

  private GcsServer(HttpServer server) {
    this.server = server;
  }

  static GcsServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    GcsServer server = new GcsServer(http);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** For the library in this process, straight or through something between. */
  static void use(String address) {
    System.setProperty("STORAGE_EMULATOR_HOST", address);
  }

  /** For the library in another. */
  Map<String, String> environment() {
    return Map.of("STORAGE_EMULATOR_HOST", address());
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (RuntimeException e) {
        error(exchange, 400, exchange.getRequestURI() + " is not understood: " + e);
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Matcher object = OBJECT.matcher(path);
    if (!path.contains("/b/" + BUCKET + "/")) {
      error(exchange, 404, "The specified bucket does not exist.");
    } else if (UPLOAD.matcher(path).matches()) {
      upload(exchange);
    } else if (object.matches()) {
      object(exchange, decoded(object.group(2)));
    } else if (LIST.matcher(path).matches()) {
      list(exchange);
    } else {
      error(exchange, 404, "Nothing is at " + path);
    }
  }

  private void upload(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    if (exchange.getRequestMethod().equals("PUT")) {
      piece(exchange, Objects.requireNonNull(uploads.get(query.get("upload_id"))));
      return;
    }
    boolean onlyIfAbsent = "0".equals(query.get("ifGenerationMatch"));
    byte[] body = body(exchange);
    if ("resumable".equals(query.get("uploadType"))) {
      String id = UUID.randomUUID().toString();
      Map<?, ?> sent = Json.read(body, Map.class);
      Map<Object, Object> metadata = new HashMap<>(sent);
      metadata.putIfAbsent("name", query.getOrDefault("name", ""));
      uploads.put(id, new Upload(metadata, onlyIfAbsent));
      exchange
          .getResponseHeaders()
          .set("Location", address() + exchange.getRequestURI().getRawPath() + "?upload_id=" + id);
      answer(exchange, 200, new byte[0]);
    } else {
      multipart(exchange, body, onlyIfAbsent);
    }
  }

  /** Two parts: what the object is to be, and its bytes. */
  private void multipart(HttpExchange exchange, byte[] body, boolean onlyIfAbsent)
      throws IOException {
    String boundary =
        "--"
            + exchange
                .getRequestHeaders()
                .getFirst("Content-Type")
                .replaceFirst(".*boundary=\"?([^\";]+)\"?.*", "$1");
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int firstStart = text.indexOf("\r\n\r\n") + 4;
    int firstEnd = text.indexOf("\r\n" + boundary, firstStart);
    int secondStart = text.indexOf("\r\n\r\n", firstEnd) + 4;
    int secondEnd = text.lastIndexOf("\r\n" + boundary);
    Map<?, ?> metadata = Json.read(Arrays.copyOfRange(body, firstStart, firstEnd), Map.class);
    Upload upload = new Upload(metadata, onlyIfAbsent);
    upload.bytes = Arrays.copyOfRange(body, secondStart, Math.max(secondStart, secondEnd));
    insert(exchange, upload);
  }

  /** Clients pack what they send in one request. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in = exchange.getRequestBody()) {
      return packed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
    }
  }

  /** A piece, or the question how much there is; may come again when the answer got lost. */
  private void piece(HttpExchange exchange, Upload upload) throws IOException {
    byte[] piece = body(exchange);
    Matcher range = PIECE.matcher(exchange.getRequestHeaders().getFirst("Content-Range"));
    if (!range.matches()) {
      error(exchange, 400, "Invalid Content-Range");
    } else if (upload.done) {
      answer(exchange, 200, Json.write(resource(nameOf(upload), upload.bytes)));
    } else if (range.group("from") != null
        && !upload.append(Integer.parseInt(range.group("from")), piece)) {
      error(exchange, 503, "The pieces before that one are not here.");
    } else if (range.group("total").equals(Integer.toString(upload.bytes.length))) {
      insert(exchange, upload);
    } else {
      resume(exchange, upload);
    }
  }

  private static void resume(HttpExchange exchange, Upload upload) throws IOException {
    if (upload.bytes.length > 0) {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (upload.bytes.length - 1));
    }
    answer(exchange, 308, new byte[0]);
  }

  private void insert(HttpExchange exchange, Upload upload) throws IOException {
    String name = nameOf(upload);
    Object sum = upload.metadata.get("crc32c");
    if (sum != null && !sum.equals(checksum(upload.bytes))) {
      error(exchange, 400, "Provided CRC32C does not match the calculated one.");
    } else if (upload.onlyIfAbsent && objects.putIfAbsent(name, upload.bytes) != null) {
      error(exchange, 412, "At least one of the pre-conditions you specified did not hold.");
    } else {
      objects.put(name, upload.bytes);
      upload.done = true;
      answer(exchange, 200, Json.write(resource(name, upload.bytes)));
    }
  }

  private static String nameOf(Upload upload) {
    return String.valueOf(upload.metadata.get("name"));
  }

  private void object(HttpExchange exchange, String name) throws IOException {
    byte[] bytes = objects.get(name);
    if (bytes == null) {
      error(exchange, 404, "No such object: " + BUCKET + "/" + name);
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      objects.remove(name);
      exchange.sendResponseHeaders(204, -1);
    } else if ("media".equals(query(exchange).get("alt"))) {
      media(exchange, bytes);
    } else {
      answer(exchange, 200, Json.write(resource(name, bytes)));
    }
  }

  private static void media(HttpExchange exchange, byte[] bytes) throws IOException {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    Matcher range = RANGE.matcher(header);
    if (!range.matches()) {
      answer(exchange, 200, bytes);
      return;
    }
    int from = Integer.parseInt(range.group(1));
    if (from >= bytes.length) {
      error(exchange, 416, "The requested range cannot be satisfied.");
      return;
    }
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
    int to = (int) Math.min(bytes.length, last == Long.MAX_VALUE ? last : last + 1);
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + bytes.length);
    answer(exchange, 206, Arrays.copyOfRange(bytes, from, to));
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("pageToken", "");
    List<Map<String, Object>> all =
        objects.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .filter(entry -> entry.getKey().compareTo(after) > 0)
            .map(entry -> resource(entry.getKey(), entry.getValue()))
            .toList();
    List<Map<String, Object>> page = all.subList(0, Math.min(PAGE, all.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("kind", "storage#objects");
    answer.put("items", page);
    if (all.size() > page.size()) {
      answer.put("nextPageToken", page.get(page.size() - 1).get("name"));
    }
    answer(exchange, 200, Json.write(answer));
  }

  private static Map<String, Object> resource(String name, byte[] bytes) {
    return Map.of(
        "kind",
        "storage#object",
        "bucket",
        BUCKET,
        "name",
        name,
        "generation",
        "1",
        "metageneration",
        "1",
        "size",
        Integer.toString(bytes.length),
        "crc32c",
        checksum(bytes));
  }

  private static String checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static void error(HttpExchange exchange, int code, String message) throws IOException {
    Map<String, Object> error = Map.of("code", code, "message", message);
    answer(exchange, code, Json.write(Map.of("error", error)));
  }

  private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
