package io.jarserve.server.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of an API of the server's own: what its document tells, and what requests are held
 * to. Immutable.
 *
 * @param template of the path, with {@code {name}} for an open segment
 * @param id unique in its document
 * @param group of what belongs together, for people
 * @param summary one line
 * @param description more than that, as CommonMark; may be empty
 * @param inputs what of path, query and headers is looked at; nothing else of the query is taken
 * @param body of requests; empty when none is looked at
 * @param answers by status, without those that mean a mistake
 * @param extensions further keys of the operation, which begin with {@code x-}
 */
public record Endpoint(
    String method,
    String template,
    String id,
    String group,
    String summary,
    String description,
    List<Input> inputs,
    Optional<Content> body,
    Map<Integer, Outcome> answers,
    Map<String, Object> extensions) {

  public Endpoint {
    inputs = List.copyOf(inputs);
    answers = new LinkedHashMap<>(answers);
    extensions = new LinkedHashMap<>(extensions);
  }

  /** One without anything but its name. */
  public static Endpoint of(String method, String template, String id, String summary) {
    return new Endpoint(
        method, template, id, "", summary, "", List.of(), Optional.empty(), Map.of(), Map.of());
  }

  /** Where an input is. */
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }

  /** What text an input takes. */
  public enum Form {
    TEXT(Map.of("type", "string")),
    FLAG(Map.of("type", "boolean", "default", false)),
    WHOLE(Map.of("type", "integer", "format", "int64", "minimum", 0)),
    /** Such as {@code 30s}, {@code 500ms} or {@code 2m}; a bare number is seconds. */
    TIME(Map.of("type", "string", "pattern", "^[0-9]{1,6}(ms|s|m)?$"));

    private final Map<String, Object> schema;

    Form(Map<String, Object> schema) {
      this.schema = schema;
    }

    Map<String, Object> schema() {
      return schema;
    }
  }

  /** A part of path, query or headers. */
  public record Input(Place place, String name, Form form, boolean required, String description) {}

  /** What a body is made of. */
  public sealed interface Shape {

    /** Whatever JSON is made of a class. */
    record Of(Class<?> type) implements Shape {}

    /** A schema that is drawn by hand, under a name of its own. */
    record Drawn(String name, Map<String, Object> schema) implements Shape {}

    /** Bytes that the document says no more of. */
    record Bytes() implements Shape {}
  }

  /**
   * A body.
   *
   * @param most how many bytes are taken; for requests only
   */
  public record Content(String mediaType, Shape shape, long most) {}

  /** What a status means, and what it comes with. */
  public record Outcome(String meaning, Optional<Content> content) {}

  /** The same in a group. */
  public Endpoint in(String name) {
    return new Endpoint(
        method, template, id, name, summary, description, inputs, body, answers, extensions);
  }

  /** The same with a description. */
  public Endpoint describedAs(String text) {
    return new Endpoint(
        method, template, id, group, summary, text, inputs, body, answers, extensions);
  }

  /** The same with one input more. */
  public Endpoint with(Input input) {
    List<Input> more = new ArrayList<>(inputs);
    more.add(input);
    return new Endpoint(
        method, template, id, group, summary, description, more, body, answers, extensions);
  }

  /** The same with a body. */
  public Endpoint taking(Content content) {
    return new Endpoint(
        method,
        template,
        id,
        group,
        summary,
        description,
        inputs,
        Optional.of(content),
        answers,
        extensions);
  }

  /** The same with one answer more. */
  public Endpoint answering(int status, Outcome outcome) {
    Map<Integer, Outcome> more = new LinkedHashMap<>(answers);
    more.put(status, outcome);
    return new Endpoint(
        method, template, id, group, summary, description, inputs, body, more, extensions);
  }

  /** The same with one extension more. */
  public Endpoint extendedBy(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions);
    more.put(name, value);
    return new Endpoint(
        method, template, id, group, summary, description, inputs, body, answers, more);
  }

  /** The inputs of one place, in order. */
  public List<Input> inputs(Place place) {
    return inputs.stream().filter(input -> input.place() == place).toList();
  }
}
