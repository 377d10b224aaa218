package io.jarserve.server.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Turns Jackson's exceptions into messages for people who never saw the Java class: the field as a
 * path such as {@code items[2].price}, what was there, what belongs there. Stateless.
 */
final class JsonFaults {

  private static final Set<Class<?>> WHOLE =
      Set.of(
          int.class,
          long.class,
          short.class,
          byte.class, //
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          BigInteger.class);
  private static final Set<Class<?>> NUMBER =
      Set.of(double.class, float.class, Double.class, Float.class, BigDecimal.class);
  private static final int MOST_OF_A_VALUE = 80;
  private static final String MAPPABLE =
      "; take records of strings, numbers, booleans, enums, times, lists, maps and such records";

  private JsonFaults() {}

  static JsonException whenReading(JacksonException fault) {
    if (fault instanceof InvalidDefinitionException) {
      return JsonException.ofType(typeMessage(fault) + MAPPABLE, fault);
    }
    return JsonException.ofInput(inputMessage(fault), fault, path(fault.getPath()));
  }

  /**
   * The same for values written by hand: a slip in a name leaves another name without its value,
   * and a constructor that misses it is heard first; so the slip is told behind that.
   *
   * @param given names at the top
   * @param known names that may be there
   */
  static JsonException whenReading(
      JacksonException fault, Collection<String> given, Collection<String> known) {
    Optional<String> slip = given.stream().filter(name -> !known.contains(name)).findFirst();
    if (slip.isEmpty()
        || fault instanceof InvalidDefinitionException
        || fault instanceof UnrecognizedPropertyException) {
      return whenReading(fault);
    }
    String message = inputMessage(fault) + "; " + unknown(slip.get(), known);
    return JsonException.ofInput(message, fault, path(fault.getPath()));
  }

  static JsonException whenWriting(Object value, JacksonException fault) {
    String what = "cannot write a " + value.getClass().getName() + " as JSON: ";
    return JsonException.ofType(what + typeMessage(fault) + MAPPABLE, fault);
  }

  /** Why a class cannot be mapped, without what to do about it. */
  static String typeMessage(JacksonException fault) {
    return at(fault.getPath()) + firstLine(fault.getOriginalMessage());
  }

  /** JSON {@code null} is a value, but not one that anybody can work with. */
  static <T> T present(@Nullable T value, Class<T> type) {
    if (value == null) {
      throw JsonException.ofInput("must be " + kind(type) + " but is null", null, "");
    }
    return value;
  }

  private static String inputMessage(JacksonException fault) {
    if (fault instanceof InputCoercionException range) {
      return at(fault.getPath()) + "the number does not fit into " + range.getTargetType();
    }
    if (fault instanceof StreamReadException) {
      return "not valid JSON" + place(fault.getLocation()) + ": " + firstLine(said(fault));
    }
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return unknown(unknown);
    }
    return at(fault.getPath()) + mismatch(fault);
  }

  private static String unknown(UnrecognizedPropertyException fault) {
    List<JacksonException.Reference> path = fault.getPath();
    Collection<Object> ids = fault.getKnownPropertyIds();
    List<String> known = ids == null ? List.of() : ids.stream().map(String::valueOf).toList();
    return at(path.subList(0, Math.max(0, path.size() - 1)))
        + unknown(fault.getPropertyName(), known);
  }

  private static String unknown(String name, Collection<String> known) {
    return "unknown field '"
        + name
        + "'"
        + NearestName.of(name, known)
            .map(nearest -> "; did you mean '" + nearest + "'?")
            .orElse("; known are " + String.join(", ", known));
  }

  private static String mismatch(JacksonException fault) {
    if (fault instanceof ValueInstantiationException refused && refused.getCause() != null) {
      return said(refused.getCause());
    }
    if (fault instanceof InvalidFormatException format && format.getTargetType() != null) {
      return "must be " + kind(format.getTargetType()) + " but is " + quoted(format.getValue());
    }
    if (fault instanceof MismatchedInputException other && other.getTargetType() != null) {
      return mismatch(other, other.getTargetType());
    }
    return firstLine(said(fault));
  }

  private static String mismatch(MismatchedInputException fault, Class<?> target) {
    JsonToken token = fault.getCurrentToken();
    if (token == null && fault.getPath().isEmpty()) {
      return "nothing is there; must be " + kind(target);
    }
    return "must be " + kind(target) + " but is " + kind(token);
  }

  private static String kind(Class<?> type) {
    if (WHOLE.contains(type)) {
      return "a whole number";
    } else if (NUMBER.contains(type)) {
      return "a number";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    } else if (type.isEnum()) {
      return words(type);
    } else if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "a list";
    } else if (type.getPackageName().startsWith("java.") && !Map.class.isAssignableFrom(type)) {
      String name = type.getSimpleName();
      return ("AEIOU".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }
    return "an object";
  }

  private static String words(Class<?> type) {
    return "one of "
        + Arrays.stream(type.getEnumConstants())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "missing";
    }
    return switch (token) {
      case START_OBJECT, PROPERTY_NAME -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      default -> "missing";
    };
  }

  private static String at(List<JacksonException.Reference> path) {
    String text = path(path);
    return text.isEmpty() ? "" : "field '" + text + "': ";
  }

  private static String path(List<JacksonException.Reference> path) {
    StringBuilder text = new StringBuilder();
    for (JacksonException.Reference step : path) {
      if (step.getPropertyName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return text.toString();
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String quoted(@Nullable Object value) {
    String text = String.valueOf(value);
    return "'"
        + (text.length() > MOST_OF_A_VALUE ? text.substring(0, MOST_OF_A_VALUE) + "…" : text)
        + "'";
  }

  private static String said(Throwable fault) {
    String message =
        fault instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : fault.getMessage();
    return message == null ? fault.getClass().getSimpleName() : message;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
