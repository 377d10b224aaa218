package io.jarserve.server.served;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client of the admin API that knows nothing but its published document: paths, parameters and
 * media types come from there, and requests and answers that the document does not allow fail.
 */
final class DocumentClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;
  private final JsonObject document;
  private final Map<String, Operation> operations = new HashMap<>();

  private record Operation(String method, String path, JsonObject described) {}

  /** What came back. */
  record Answer(int status, Map<String, List<String>> headers, String text) {
    JsonObject json() {
      return new JsonObject(text);
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }
  }

  DocumentClient(int adminPort) {
    this.address = "http://127.0.0.1:" + adminPort;
    this.document = new JsonObject(send(HttpRequest.newBuilder(at("/api/openapi.json"))).text());
    for (String path : document.getJsonObject("paths").fieldNames()) {
      JsonObject methods = document.getJsonObject("paths").getJsonObject(path);
      for (String method : methods.fieldNames()) {
        JsonObject described = methods.getJsonObject(method);
        operations.put(
            described.getString("operationId"),
            new Operation(method.toUpperCase(Locale.ROOT), path, described));
      }
    }
  }

  JsonObject document() {
    return document;
  }

  /**
   * Calls an operation.
   *
   * @param inputs path, query and header parameters by name
   * @param body a {@link JsonObject}, bytes, or null
   */
  Answer call(String operationId, Map<String, String> inputs, @Nullable Object body) {
    Operation operation = operations.get(operationId);
    assertThat(operation).as(operationId + " in " + operations.keySet()).isNotNull();
    HttpRequest.Builder request = HttpRequest.newBuilder(at(address(operation, inputs)));
    headers(operation, inputs, request);
    request.method(operation.method(), BodyPublishers.noBody());
    if (body != null) {
      body(operation, body, request);
    }
    Answer answer = send(request);
    check(operation, answer);
    return answer;
  }

  private static String address(Operation operation, Map<String, String> inputs) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonObject parameter : parameters(operation)) {
      String name = parameter.getString("name");
      String value = inputs.get(name);
      if (parameter.getString("in").equals("path")) {
        path = path.replace("{" + name + "}", encoded(String.valueOf(value)));
      } else if (parameter.getString("in").equals("query") && value != null) {
        query.append(query.isEmpty() ? "?" : "&").append(name).append('=').append(encoded(value));
      }
    }
    List<String> known = parameters(operation).stream().map(p -> p.getString("name")).toList();
    assertThat(known).containsAll(inputs.keySet());
    return path + query;
  }

  private static void headers(
      Operation operation, Map<String, String> inputs, HttpRequest.Builder request) {
    for (JsonObject parameter : parameters(operation)) {
      String value = inputs.get(parameter.getString("name"));
      if (parameter.getString("in").equals("header") && value != null) {
        request.header(parameter.getString("name"), value);
      }
    }
  }

  private void body(Operation operation, Object body, HttpRequest.Builder request) {
    JsonObject content =
        operation.described().getJsonObject("requestBody").getJsonObject("content");
    String mediaType = content.fieldNames().iterator().next();
    byte[] bytes;
    if (body instanceof JsonObject json) {
      checkFits(content.getJsonObject(mediaType).getJsonObject("schema"), json, "the request");
      bytes = json.encode().getBytes(StandardCharsets.UTF_8);
    } else {
      bytes = (byte[]) body;
    }
    request.header("Content-Type", mediaType);
    request.method(operation.method(), BodyPublishers.ofByteArray(bytes));
  }

  /** The answer is one that the document describes. */
  private void check(Operation operation, Answer answer) {
    JsonObject responses = operation.described().getJsonObject("responses");
    String status = String.valueOf(answer.status());
    JsonObject response =
        resolved(responses.getJsonObject(status, responses.getJsonObject("default")));
    if (answer.status() < 400) {
      assertThat(responses.fieldNames()).as(answer.text()).contains(status);
    }
    JsonObject content = response.getJsonObject("content");
    if (content != null && !answer.text().isEmpty()) {
      String mediaType = content.fieldNames().iterator().next();
      assertThat(answer.header("Content-Type")).startsWith(mediaType);
      if (mediaType.endsWith("json")) {
        JsonObject schema = content.getJsonObject(mediaType).getJsonObject("schema");
        checkFits(schema, answer.json(), operation.path() + " " + status);
      }
    }
  }

  private JsonObject resolved(JsonObject part) {
    String reference = part.getString("$ref");
    if (reference == null) {
      return part;
    }
    JsonObject at = document;
    for (String step : reference.substring("#/".length()).split("/", -1)) {
      at = at.getJsonObject(step);
    }
    return at;
  }

  private void checkFits(JsonObject schema, JsonObject value, String what) {
    JsonObject whole = schema.copy().put("components", document.getJsonObject("components"));
    JsonSchemaOptions options =
        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("http://localhost/");
    OutputUnit found = Validator.create(JsonSchema.of(whole), options).validate(value);
    assertThat(found.getValid()).as("%s: %s%n%s", what, found.toJson(), value).isTrue();
  }

  private static List<JsonObject> parameters(Operation operation) {
    var list = operation.described().getJsonArray("parameters");
    return list == null
        ? List.of()
        : list.stream().map(JsonObject.class::cast).collect(Collectors.toList());
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private URI at(String path) {
    return URI.create(address + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
