package io.jarserve.api;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the text of a parameter to its value. Immutable.
 *
 * @param type of the value; {@code String} when the author converts
 * @param expected what the value must be, as it follows "must be"
 * @param parser throws an {@link IllegalArgumentException} for text that is no such value
 * @param own whether the parser is the author's, so that its message is worth telling
 * @param ruled whether {@code expected} is a rule of the author's
 */
record Conversion(
    Class<?> type, String expected, Function<String, ?> parser, boolean own, boolean ruled) {

  private static final int MOST_OF_A_VALUE = 80;

  private static final Map<Class<?>, Conversion> KNOWN =
      Map.ofEntries(
          known(String.class, "a text", text -> text),
          known(Integer.class, "a whole number of 32 bits", Integer::valueOf),
          known(Long.class, "a whole number of 64 bits", Long::valueOf),
          known(Double.class, "a number", Conversion::finite),
          known(Boolean.class, "true or false", Conversion::bool),
          known(BigDecimal.class, "a number", BigDecimal::new),
          known(UUID.class, "a UUID", Conversion::uuid),
          known(Instant.class, "a time such as 2026-01-31T12:00:00Z", Instant::parse),
          known(LocalDate.class, "a date such as 2026-01-31", LocalDate::parse));

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class);

  static Conversion of(String name, Class<?> type) {
    if (type.isEnum()) {
      return ofEnum(type);
    }
    Conversion known = KNOWN.get(BOXES.getOrDefault(type, type));
    if (known == null) {
      throw new IllegalArgumentException(
          "parameter '"
              + name
              + "': a "
              + type.getName()
              + " cannot be read from text; take String, int, long, double, boolean, BigDecimal,"
              + " UUID, Instant, LocalDate or an enum, or give a function that converts");
    }
    return known;
  }

  static Conversion own(Function<String, ?> convert) {
    return new Conversion(String.class, "a value that is accepted", convert, true, false);
  }

  private static Map.Entry<Class<?>, Conversion> known(
      Class<?> type, String expected, Function<String, ?> parser) {
    return Map.entry(type, new Conversion(type, expected, parser, false, false));
  }

  private static Conversion ofEnum(Class<?> type) {
    Map<String, Object> constants =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toUnmodifiableMap(one -> ((Enum<?>) one).name(), one -> one));
    String words =
        Arrays.stream(type.getEnumConstants())
            .map(one -> ((Enum<?>) one).name())
            .collect(Collectors.joining(", "));
    return new Conversion(
        type, "one of " + words, text -> present(constants.get(text)), false, false);
  }

  /** This conversion, which refuses further values. */
  Conversion checked(Predicate<Object> accepts, String rule) {
    Function<String, Object> checking =
        text -> {
          Object value = convert(text);
          if (!accepts.test(value)) {
            throw new Refused();
          }
          return value;
        };
    return new Conversion(type, rule, checking, own, true);
  }

  /** What the author says about values; empty when it is the type alone. */
  Optional<String> rule() {
    return ruled ? Optional.of(expected) : Optional.empty();
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException when the text is none
   */
  Object convert(String text) {
    try {
      return present(parser.apply(text));
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  /** What is wrong with a text that was refused; follows the name of the parameter. */
  String complaint(String text, IllegalArgumentException wrong) {
    String shown =
        text.length() > MOST_OF_A_VALUE ? text.substring(0, MOST_OF_A_VALUE) + "…" : text;
    boolean told = own && !(wrong instanceof Refused) && wrong.getMessage() != null;
    return told
        ? "is '" + shown + "': " + wrong.getMessage()
        : "must be " + expected + " but is '" + shown + "'";
  }

  private static Object present(@Nullable Object value) {
    if (value == null) {
      throw new Refused();
    }
    return value;
  }

  private static Double finite(String text) {
    Double number = Double.valueOf(text);
    if (number.isNaN() || number.isInfinite()) {
      throw new Refused();
    }
    return number;
  }

  private static Boolean bool(String text) {
    if (text.equals("true")) {
      return Boolean.TRUE;
    } else if (text.equals("false")) {
      return Boolean.FALSE;
    }
    throw new Refused();
  }

  /** The JDK's takes shorter groups too. */
  private static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new Refused();
    }
    return UUID.fromString(text);
  }

  /** Says no more than that it was refused. */
  private static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
  }
}
