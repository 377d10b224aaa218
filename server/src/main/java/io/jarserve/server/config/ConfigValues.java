package io.jarserve.server.config;

import io.jarserve.server.config.ConfigKey.Form;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks values and brings them into their normal form. Stateless. */
final class ConfigValues {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");
  private static final Pattern LOCATION =
      Pattern.compile("state_dir|[a-z][a-z0-9+.-]*:/[^\\s\\p{Cntrl}]+");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private ConfigValues() {}

  /**
   * The value in its normal form: Directory as absolute Path, File as Optional of one, Name,
   * Location and Host as String, Whole as Long, Time as Duration, OneOf as String, Flag as Boolean.
   *
   * @param raw a string, number or boolean
   * @param base where relative paths start
   * @throws IllegalArgumentException says what the value must be, and is
   */
  static Object check(Form form, Object raw, Path base) {
    return Optional.of(raw)
        .filter(ConfigValues::isScalar)
        .flatMap(scalar -> parse(form, scalar.toString().trim(), base))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be "
                        + expected(form)
                        + " but is "
                        + (isScalar(raw) ? "'" + raw + "'" : "a list or a map")));
  }

  /** A value that is written as text, as a file would have it: a number, a truth or a text. */
  static Object plain(Form form, String text) {
    if (form instanceof Form.Whole) {
      return Long.parseLong(text);
    } else if (form instanceof Form.Time) {
      return plain(Duration.ofNanos(new BigDecimal(text).multiply(NANOS).longValue()));
    }
    return form instanceof Form.Flag ? (Object) Boolean.valueOf(text) : text;
  }

  /** A value in its normal form, as a file would have it. */
  static Object plain(Object value) {
    if (value instanceof Duration duration) {
      BigDecimal seconds = seconds(duration);
      return seconds.scale() <= 0 ? (Object) seconds.longValueExact() : seconds.doubleValue();
    }
    if (value instanceof Optional<?> file) {
      return file.map(Object::toString).orElse("none");
    }
    return value instanceof Path path ? path.toString() : value;
  }

  /** The form in words. */
  static String expected(Form form) {
    if (form instanceof Form.Directory) {
      return "a path";
    } else if (form instanceof Form.Location) {
      return "state_dir or a URL such as file:///srv/checkpoint or s3://bucket/path";
    } else if (form instanceof Form.Name) {
      return "at most 63 small letters, digits and hyphens, with no hyphen at either end";
    } else if (form instanceof Form.File) {
      return "a path or none";
    } else if (form instanceof Form.Host) {
      return "a host name or an IP address";
    } else if (form instanceof Form.Whole whole) {
      String upTo = whole.most() == Long.MAX_VALUE ? "" : " and at most " + whole.most();
      return "a whole number, at least " + whole.least() + upTo;
    } else if (form instanceof Form.Time time) {
      return "a number of seconds from " + seconds(time.least()) + " to " + seconds(time.most());
    } else if (form instanceof Form.OneOf oneOf) {
      return "one of " + String.join(", ", oneOf.words());
    }
    return "true or false";
  }

  private static boolean isScalar(Object raw) {
    return raw instanceof String
        || raw instanceof Number
        || raw instanceof Boolean
        || raw instanceof Path;
  }

  private static Optional<Object> parse(Form form, String text, Path base) {
    if (text.isEmpty()) {
      return Optional.empty();
    } else if (form instanceof Form.Directory) {
      return path(text, base);
    } else if (form instanceof Form.Location) {
      return LOCATION.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    } else if (form instanceof Form.Name) {
      return NAME.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    } else if (form instanceof Form.File) {
      return text.equals("none")
          ? Optional.of(Optional.empty())
          : path(text, base).map(Optional::of);
    } else if (form instanceof Form.Host) {
      return HOST.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    } else if (form instanceof Form.Whole whole) {
      return number(text).flatMap(number -> whole(whole, number));
    } else if (form instanceof Form.Time time) {
      return number(text).flatMap(number -> time(time, number));
    } else if (form instanceof Form.OneOf oneOf) {
      return Optional.<Object>of(text.toLowerCase(Locale.ROOT)).filter(oneOf.words()::contains);
    }
    return flag(text);
  }

  private static Optional<Object> path(String text, Path base) {
    try {
      return Optional.of(base.resolve(text).toAbsolutePath().normalize());
    } catch (InvalidPathException notOne) {
      return Optional.empty();
    }
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  private static Optional<Object> whole(Form.Whole form, BigDecimal number) {
    boolean inRange =
        number.stripTrailingZeros().scale() <= 0
            && number.compareTo(BigDecimal.valueOf(form.least())) >= 0
            && number.compareTo(BigDecimal.valueOf(form.most())) <= 0;
    return inRange ? Optional.of(number.longValueExact()) : Optional.empty();
  }

  private static Optional<Object> time(Form.Time form, BigDecimal seconds) {
    boolean inRange =
        seconds.compareTo(seconds(form.least())) >= 0
            && seconds.compareTo(seconds(form.most())) <= 0;
    return inRange
        ? Optional.of(Duration.ofNanos(seconds.multiply(NANOS).longValue()))
        : Optional.empty();
  }

  private static Optional<Object> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static BigDecimal seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }
}
