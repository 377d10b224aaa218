package io.jarserve.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is declared of a route, checked step by step, so that what is wrong is told where it is
 * written. Immutable.
 */
record RouteFacts(
    String method,
    PathTemplate path,
    String declaredAt,
    List<Parameter<?>> parameters,
    Optional<Route.Body> body,
    Map<Integer, Optional<Class<?>>> answers,
    String summary) {

  private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]*");
  private static final Set<String> BODYLESS = Set.of("GET", "HEAD", "OPTIONS");
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final String OWN = Route.class.getName();

  static RouteFacts begin(String method, String template) {
    String at = caller();
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException(
          "'%s' in %s is no method: write it in capitals, such as GET".formatted(method, at));
    }
    try {
      PathTemplate path = PathTemplate.of(template);
      return new RouteFacts(method, path, at, List.of(), Optional.empty(), Map.of(), "");
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s %s (%s): %s".formatted(method, template, at, wrong.getMessage()), wrong);
    }
  }

  RouteFacts with(Parameter<?> parameter) {
    if (parameter.place() == Parameter.Place.PATH
        && !path.parameters().contains(parameter.name())) {
      throw wrong(
          "the template has no {%s}: put it in, or leave the %s out"
              .formatted(parameter.name(), parameter));
    }
    if (parameters.stream().anyMatch(other -> other.toString().equals(parameter.toString()))) {
      throw wrong("the %s is declared twice: leave one out".formatted(parameter));
    }
    List<Parameter<?>> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new RouteFacts(method, path, declaredAt, List.copyOf(more), body, answers, summary);
  }

  RouteFacts with(Route.Body declared) {
    if (BODYLESS.contains(method)) {
      throw wrong(
          "a %s request has no body: take POST, PUT or PATCH, or declare query parameters"
              .formatted(method));
    }
    if (body.isPresent()) {
      throw wrong("the body is declared twice: leave one out");
    }
    return new RouteFacts(
        method, path, declaredAt, parameters, Optional.of(declared), answers, summary);
  }

  RouteFacts answering(int status, Optional<Class<?>> type) {
    if (status < 200 || status > 599) {
      throw wrong("status must be 200 to 599 but is " + status);
    }
    if (type.isPresent() && (status == 204 || status == 304)) {
      throw wrong("an answer with status %s has no body: leave the type out".formatted(status));
    }
    if (answers.containsKey(status)) {
      throw wrong("the answer with status %s is declared twice: leave one out".formatted(status));
    }
    Map<Integer, Optional<Class<?>>> more = new LinkedHashMap<>(answers);
    more.put(status, type);
    return new RouteFacts(
        method, path, declaredAt, parameters, body, Collections.unmodifiableMap(more), summary);
  }

  RouteFacts summarized(String line) {
    return new RouteFacts(method, path, declaredAt, parameters, body, answers, line);
  }

  /** The status of an answer that the handler gives as a mere value. */
  int valueStatus() {
    return answers.keySet().stream().filter(status -> status < 300).findFirst().orElse(200);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("%s %s (%s): %s".formatted(method, path, declaredAt, what));
  }

  /** The author's method that begins the route. */
  private static String caller() {
    return WALKER
        .walk(frames -> frames.filter(frame -> !isOwn(frame.getClassName())).findFirst())
        .map(
            frame ->
                frame.getClassName()
                    + "."
                    + frame.getMethodName()
                    + " ("
                    + frame.getFileName()
                    + ":"
                    + frame.getLineNumber()
                    + ")")
        .orElse("an unknown place");
  }

  private static boolean isOwn(String className) {
    return className.equals(OWN) || className.equals(RouteFacts.class.getName());
  }
}
