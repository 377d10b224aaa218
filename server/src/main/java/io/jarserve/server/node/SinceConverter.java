package io.jarserve.server.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people give it: so long ago, or by date and clock. */
final class SinceConverter implements ITypeConverter<Instant> {

  private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

  private final InstantSource now;

  SinceConverter() {
    this(InstantSource.system());
  }

  SinceConverter(InstantSource now) {
    this.now = now;
  }

  @Override
  public Instant convert(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.instant().minus(length(Long.parseLong(ago.group(1)), ago.group(2)));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException neither) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a time; it looks like 90s, 10m, 2h or 1d, or like 2030-01-31T12:00:00Z");
    }
  }

  private static Duration length(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
