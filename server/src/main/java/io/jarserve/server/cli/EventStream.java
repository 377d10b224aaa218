package io.jarserve.server.cli;

import io.jarserve.server.json.Json;
import io.jarserve.server.model.InstanceEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads the events of an answer that goes on. Used by one thread. */
final class EventStream implements AutoCloseable {

  private static final String DATA = "data:";
  private static final String COMMENT = ":";

  private final BufferedReader lines;

  EventStream(InputStream answer) {
    this.lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
  }

  /**
   * Reads until a comment says that the server has told all that it knows by now.
   *
   * @return false at the end of the answer
   */
  boolean read(Consumer<InstanceEvent> reader) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(DATA)) {
        byte[] data = line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8);
        reader.accept(Json.read(data, InstanceEvent.class));
      } else if (line.startsWith(COMMENT)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
