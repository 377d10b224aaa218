package io.jarserve.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A typed part of a request's path, query or headers. Declared with {@link RouteBuilder#with}, it
 * is read and checked before the handler runs; what does not fit is answered with status 400 and
 * names the parameter. The handler gets the value with {@link RouteCall#get}.
 *
 * <p>Types: {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean} and their
 * classes, {@code BigDecimal}, {@code UUID}, {@code Instant}, {@code LocalDate}, every enum, and
 * whatever the author converts.
 *
 * <p>Immutable: the methods that change something return a copy. Keep one in a constant; a handler
 * reads it by this very object.
 *
 * @param <T> what the handler gets; never null
 * @since 0.1
 */
public final class Parameter<T> {

  /** Where a parameter is. */
  public enum Place {
    /** A segment of the path. */
    PATH,
    /** The query. */
    QUERY,
    /** A header. */
    HEADER
  }

  private enum Presence {
    REQUIRED,
    DEFAULTED,
    OPTIONAL,
    LIST
  }

  private final Place place;
  private final String name;
  private final Conversion conversion;
  private final Presence presence;
  private final @Nullable Object fallback;
  private final String description;

  private Parameter(
      Place place,
      String name,
      Conversion conversion,
      Presence presence,
      @Nullable Object fallback,
      String description) {
    this.place = place;
    this.name = name;
    this.conversion = conversion;
    this.presence = presence;
    this.fallback = fallback;
    this.description = description;
  }

  /**
   * A segment of the path, {@code {name}} in the template.
   *
   * @throws IllegalArgumentException when values of that type cannot be read from text
   */
  public static <T> Parameter<T> path(String name, Class<T> type) {
    return required(Place.PATH, name, Conversion.of(name, type));
  }

  /**
   * A segment of the path, {@code {name}} in the template, that the author converts.
   *
   * @param convert throws an {@link IllegalArgumentException} for text that is none; its message is
   *     shown to the client
   */
  public static <T> Parameter<T> path(String name, Function<String, T> convert) {
    return required(Place.PATH, name, Conversion.own(convert));
  }

  /**
   * A query parameter that must be there, unless {@link #orElse}, {@link #optional} or {@link
   * #list} says otherwise.
   *
   * @throws IllegalArgumentException when values of that type cannot be read from text
   */
  public static <T> Parameter<T> query(String name, Class<T> type) {
    return required(Place.QUERY, name, Conversion.of(name, type));
  }

  /**
   * A query parameter that must be there and that the author converts.
   *
   * @param convert throws an {@link IllegalArgumentException} for text that is none; its message is
   *     shown to the client
   */
  public static <T> Parameter<T> query(String name, Function<String, T> convert) {
    return required(Place.QUERY, name, Conversion.own(convert));
  }

  /**
   * A header that must be there, unless {@link #orElse}, {@link #optional} or {@link #list} says
   * otherwise; the name in any case.
   *
   * @throws IllegalArgumentException when values of that type cannot be read from text
   */
  public static <T> Parameter<T> header(String name, Class<T> type) {
    return required(Place.HEADER, name, Conversion.of(name, type));
  }

  private static <T> Parameter<T> required(Place place, String name, Conversion conversion) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a parameter has a blank name: name it");
    }
    return new Parameter<>(place, name, conversion, Presence.REQUIRED, null, "");
  }

  /**
   * This parameter with a value for requests that leave it out.
   *
   * @throws IllegalArgumentException when it is part of the path, where nothing can be left out
   */
  public Parameter<T> orElse(T value) {
    return as(Presence.DEFAULTED, value);
  }

  /**
   * This parameter, empty in requests that leave it out.
   *
   * @throws IllegalArgumentException when it is part of the path, where nothing can be left out
   */
  public Parameter<Optional<T>> optional() {
    return as(Presence.OPTIONAL, Optional.empty());
  }

  /**
   * All values of this parameter in order; an empty list in requests that leave it out.
   *
   * @throws IllegalArgumentException when it is part of the path, which has one value
   */
  public Parameter<List<T>> list() {
    return as(Presence.LIST, List.of());
  }

  /**
   * This parameter with a rule that its values must keep. Comes before {@link #optional} and {@link
   * #list}, because it looks at one value.
   *
   * @param rule what values must be, as it follows "must be", such as {@code 1 to 100}
   */
  @SuppressWarnings("unchecked") // one value has the type T until optional() or list()
  public Parameter<T> check(Predicate<? super T> accepts, String rule) {
    if (presence == Presence.OPTIONAL || presence == Presence.LIST) {
      throw new IllegalArgumentException(
          this + ": call check before optional() and list(), it looks at one value");
    }
    Conversion checked = conversion.checked(value -> accepts.test((T) value), rule);
    return new Parameter<>(place, name, checked, presence, fallback, description);
  }

  /** This parameter with a line for those who read the OpenAPI document. */
  public Parameter<T> describedAs(String text) {
    return new Parameter<>(place, name, conversion, presence, fallback, text);
  }

  private <S> Parameter<S> as(Presence wanted, Object absent) {
    if (place == Place.PATH) {
      throw new IllegalArgumentException(
          this + " is always there, once: declare another route for paths without it");
    }
    if (presence != Presence.REQUIRED) {
      throw new IllegalArgumentException(
          this + ": use one of orElse, optional and list, and only once");
    }
    return new Parameter<>(place, name, conversion, wanted, absent, description);
  }

  /** Where it is. */
  public Place place() {
    return place;
  }

  /** The name in the template, the query or the headers. */
  public String name() {
    return name;
  }

  /** The type of one value; {@code String} when the author converts. */
  public Class<?> type() {
    return conversion.type();
  }

  /** What {@link #check} says that values must be, for people; empty without it. */
  public Optional<String> rule() {
    return conversion.rule();
  }

  /** Whether requests without it are refused. */
  public boolean isRequired() {
    return presence == Presence.REQUIRED;
  }

  /** Whether it may be there several times. */
  public boolean isList() {
    return presence == Presence.LIST;
  }

  /** The value of requests that leave it out; empty without {@link #orElse}. */
  public Optional<Object> fallback() {
    return presence == Presence.DEFAULTED ? Optional.ofNullable(fallback) : Optional.empty();
  }

  /** What {@link #describedAs} says; else empty. */
  public String description() {
    return description;
  }

  /** The value for the handler. */
  Object read(Request request, @Nullable String segment) {
    if (place == Place.PATH) {
      return one(String.valueOf(segment));
    } else if (presence == Presence.LIST) {
      List<String> texts = query() ? request.queryAll(name) : request.headerAll(name);
      return texts.stream().map(this::one).toList();
    }
    Optional<String> text = query() ? request.query(name) : request.header(name);
    return text.isPresent() ? there(one(text.get())) : absent();
  }

  private boolean query() {
    return place == Place.QUERY;
  }

  private Object there(Object value) {
    return presence == Presence.OPTIONAL ? Optional.of(value) : value;
  }

  private Object absent() {
    if (fallback == null) {
      throw refusal(this + " is missing; it must be " + conversion.expected());
    }
    return fallback;
  }

  private Object one(String text) {
    try {
      return conversion.convert(text);
    } catch (IllegalArgumentException wrong) {
      throw refusal(this + " " + conversion.complaint(text, wrong));
    }
  }

  private RequestException refusal(String message) {
    return new RequestException(400, message, name, List.of());
  }

  /** Such as {@code query parameter 'limit'}. */
  @Override
  public String toString() {
    return switch (place) {
      case PATH -> "path parameter '" + name + "'";
      case QUERY -> "query parameter '" + name + "'";
      case HEADER -> "header '" + name + "'";
    };
  }
}
