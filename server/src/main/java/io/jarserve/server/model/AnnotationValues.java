package io.jarserve.server.model;

import io.jarserve.api.DeploymentOptions;
import io.jarserve.server.model.OptionKey.Form;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads options as the annotation has them. Stateless. */
final class AnnotationValues {

  private AnnotationValues() {}

  /** What the annotation says when the author does not. */
  static Object standard(OptionKey key) {
    Object value = standard(DeploymentOptions.class, key.annotationName());
    return value instanceof Annotation nested ? fields(key, nested.annotationType()) : value;
  }

  /**
   * A value as YAML has it, which calls the values of a nested annotation by other names.
   *
   * @throws IllegalArgumentException for a name that the server does not know
   */
  static Object plain(OptionKey key, Object given) {
    if (!(given instanceof Map<?, ?> nested)) {
      return given;
    }
    Map<String, Object> named = new LinkedHashMap<>();
    nested.forEach((name, value) -> named.put(yamlName(key, String.valueOf(name)), value));
    return named;
  }

  private static String yamlName(OptionKey key, String name) {
    return names(key).stream()
        .filter(known -> OptionKey.annotationName(known).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key.annotationName()
                        + " sets "
                        + name
                        + ", which this server does not know; leave it out, or use a newer"
                        + " Jarserve"));
  }

  private static Map<String, Object> fields(OptionKey key, Class<? extends Annotation> nested) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name : names(key)) {
      fields.put(name, standard(nested, OptionKey.annotationName(name)));
    }
    return fields;
  }

  private static List<String> names(OptionKey key) {
    return key.form() instanceof Form.Group group
        ? List.copyOf(group.fields().keySet())
        : List.of();
  }

  private static Object standard(Class<? extends Annotation> annotation, String name) {
    return Arrays.stream(annotation.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .map(Method::getDefaultValue)
        .orElseThrow(
            () -> new IllegalStateException(annotation.getSimpleName() + " lacks " + name));
  }
}
