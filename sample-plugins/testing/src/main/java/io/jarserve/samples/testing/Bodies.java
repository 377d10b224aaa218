package io.jarserve.samples.testing;

import io.jarserve.api.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bodies of answers in tests. Stateless. */
public final class Bodies {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Bodies() {}

  public static byte[] bytes(Response response) throws Exception {
    if (response.body() instanceof Response.Bytes bytes) {
      return bytes.content();
    } else if (response.body() instanceof Response.Json json) {
      return JSON.writeValueAsBytes(json.value());
    } else if (response.body() instanceof Response.Stream stream) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      stream.writer().writeTo(out);
      return out.toByteArray();
    } else if (response.body() instanceof Response.Async async) {
      return bytes(async.stage().toCompletableFuture().get(20, TimeUnit.SECONDS));
    }
    throw new AssertionError(response.body());
  }

  public static String text(Response response) throws Exception {
    return new String(bytes(response), StandardCharsets.UTF_8);
  }
}
