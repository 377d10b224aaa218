package io.jarserve.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler gets of a request, and what is refused before it runs. */
class ParameterTest {

  enum Size {
    SMALL,
    LARGE
  }

  private static final UUID SOME = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  static List<Arguments> good() {
    return List.of(
        Arguments.of(String.class, "a b", "a b"),
        Arguments.of(int.class, "-7", -7),
        Arguments.of(Integer.class, "7", 7),
        Arguments.of(long.class, "9999999999", 9999999999L),
        Arguments.of(double.class, "1.5", 1.5),
        Arguments.of(boolean.class, "true", true),
        Arguments.of(BigDecimal.class, "1.50", new BigDecimal("1.50")),
        Arguments.of(UUID.class, SOME.toString(), SOME),
        Arguments.of(Instant.class, "1970-01-01T00:00:00Z", Instant.EPOCH),
        Arguments.of(LocalDate.class, "2026-01-31", LocalDate.of(2026, 1, 31)),
        Arguments.of(Size.class, "LARGE", Size.LARGE));
  }

  @ParameterizedTest
  @MethodSource("good")
  void get_ofEachType_isConverted(Class<?> type, String text, Object value) throws Exception {
    Parameter<?> path = Parameter.path("p", type);
    Parameter<?> query = Parameter.query("q", type);

    assertThat(value(path, "/{p}", Asked.get("/" + text))).isEqualTo(value);
    assertThat(value(query, "/", Asked.get("/").withQuery("q", text))).isEqualTo(value);
  }

  static List<Arguments> bad() {
    return List.of(
        Arguments.of(int.class, "seven", "a whole number of 32 bits"),
        Arguments.of(int.class, "9999999999", "a whole number of 32 bits"),
        Arguments.of(long.class, "1.5", "a whole number of 64 bits"),
        Arguments.of(double.class, "NaN", "a number"),
        Arguments.of(boolean.class, "yes", "true or false"),
        Arguments.of(BigDecimal.class, "", "a number"),
        Arguments.of(UUID.class, "1-1-1-1-1", "a UUID"),
        Arguments.of(Instant.class, "noon", "a time such as 2026-01-31T12:00:00Z"),
        Arguments.of(LocalDate.class, "2026-02-30", "a date such as 2026-01-31"),
        Arguments.of(Size.class, "small", "one of SMALL, LARGE"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void handle_ofTextThatDoesNotFit_is400AndNamesTheParameter(
      Class<?> type, String text, String expected) {
    RequestException refusal =
        refusal(Parameter.query("q", type), Asked.get("/").withQuery("q", text));

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.field()).contains("q");
    assertThat(refusal)
        .hasMessage("query parameter 'q' must be " + expected + " but is '" + text + "'");
  }

  @Test
  void handle_ofALongText_showsItsBeginning() {
    RequestException refusal =
        refusal(Parameter.query("q", int.class), Asked.get("/").withQuery("q", "x".repeat(1000)));

    assertThat(refusal.getMessage()).endsWith("'" + "x".repeat(80) + "…'");
  }

  @Test
  void handle_withoutARequiredOne_is400() {
    RequestException refusal = refusal(Parameter.query("q", int.class), Asked.get("/"));

    assertThat(refusal)
        .hasMessage("query parameter 'q' is missing; it must be a whole number of 32 bits");
    assertThat(refusal(Parameter.header("X-Tenant", String.class), Asked.get("/")))
        .hasMessage("header 'X-Tenant' is missing; it must be a text");
  }

  @Test
  void get_ofWhatIsLeftOut_isTheFallback() throws Exception {
    Parameter<Integer> one = Parameter.query("q", int.class);

    assertThat(value(one.orElse(20), "/", Asked.get("/"))).isEqualTo(20);
    assertThat(value(one.optional(), "/", Asked.get("/"))).isEqualTo(Optional.empty());
    assertThat(value(one.list(), "/", Asked.get("/"))).isEqualTo(List.of());
    Asked several = Asked.get("/").withQuery("q", "1", "2");
    assertThat(value(one.orElse(20), "/", several)).isEqualTo(1);
    assertThat(value(one.optional(), "/", several)).isEqualTo(Optional.of(1));
    assertThat(value(one.list(), "/", several)).isEqualTo(List.of(1, 2));
  }

  @Test
  void get_ofAHeader_isConverted() throws Exception {
    Parameter<Integer> depth = Parameter.header("Depth", int.class);

    assertThat(value(depth, "/", Asked.get("/").withHeader("Depth", "3"))).isEqualTo(3);
    assertThat(value(depth.list(), "/", Asked.get("/").withHeader("Depth", "3", "4")))
        .isEqualTo(List.of(3, 4));
  }

  @Test
  void check_valueThatBreaksTheRule_isTold() throws Exception {
    Parameter<Integer> limit =
        Parameter.query("limit", int.class).check(n -> n >= 1 && n <= 100, "1 to 100").orElse(20);

    assertThat(value(limit, "/", Asked.get("/").withQuery("limit", "100"))).isEqualTo(100);
    assertThat(value(limit, "/", Asked.get("/"))).isEqualTo(20);
    assertThat(refusal(limit, Asked.get("/").withQuery("limit", "0")))
        .hasMessage("query parameter 'limit' must be 1 to 100 but is '0'");
    assertThat(limit.rule()).contains("1 to 100");
  }

  @Test
  void get_ofOwnConversion_tellsItsMessage() throws Exception {
    Parameter<Integer> hex =
        Parameter.query(
            "hex",
            text -> {
              if (text.isEmpty()) {
                throw new IllegalArgumentException("give some digits");
              }
              return Integer.parseInt(text, 16);
            });

    assertThat(value(hex, "/", Asked.get("/").withQuery("hex", "ff"))).isEqualTo(255);
    assertThat(refusal(hex, Asked.get("/").withQuery("hex", "")))
        .hasMessage("query parameter 'hex' is '': give some digits");
  }

  @Test
  void get_ofWhatTheRouteDoesNotDeclare_saysWhatToDo() {
    Parameter<Integer> declared = Parameter.query("q", int.class).orElse(1);
    Parameter<Integer> copy = declared.describedAs("another object");
    Routes routes = Routes.of(Route.get("/").with(declared).handle(call -> call.get(copy)));

    assertThatThrownBy(() -> routes.handle(Asked.get("/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GET / (" + ParameterTest.class.getName())
        .hasMessageContaining("does not declare the query parameter 'q': add .with(…)");
    Routes other = Routes.of(Route.get("/{a}").handle(call -> call.path("b")));
    assertThatThrownBy(() -> other.handle(Asked.get("/x")))
        .hasMessageEndingWith("has no {b}; its open segments are [a]");
  }

  @Test
  void declaration_thatCannotBe_isRefusedAtOnce() {
    assertThatThrownBy(() -> Parameter.query("q", Thread.class))
        .hasMessageStartingWith("parameter 'q': a java.lang.Thread cannot be read from text");
    assertThatThrownBy(() -> Parameter.path("p", int.class).orElse(1))
        .hasMessageStartingWith("path parameter 'p' is always there");
    assertThatThrownBy(() -> Parameter.query("q", int.class).orElse(1).optional())
        .hasMessageContaining("use one of orElse, optional and list");
    assertThatThrownBy(() -> Parameter.query("q", int.class).list().check(l -> true, "x"))
        .hasMessageContaining("call check before optional() and list()");
    assertThatThrownBy(() -> Parameter.query(" ", int.class)).hasMessageContaining("blank name");
  }

  @ParameterizedTest
  @CsvSource({
    "orders, the template must start with a slash",
    "/orders/, the template must not end with a slash",
    "/a//b, the template has an empty segment",
    "/v{x}, 'segment ''v{x}'' must be a word'",
    "/{x}/{x}, {x} is there twice",
    "/{x...}/a, {x...} takes the rest of the path: move it to the end",
  })
  void template_thatCannotBe_isRefusedAtOnce(String template, String why) {
    assertThatThrownBy(() -> Route.get(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("GET " + template + " (" + ParameterTest.class.getName())
        .hasMessageContaining(why);
  }

  @Test
  void route_thatCannotBe_isRefusedAtOnce() {
    Parameter<Integer> id = Parameter.path("id", int.class);
    assertThatThrownBy(() -> Route.get("/{key}").with(id))
        .hasMessageContaining("GET /{key} (")
        .hasMessageEndingWith(
            "the template has no {id}: put it in, or leave the path parameter 'id' out");
    assertThatThrownBy(() -> Route.get("/{id}").with(id, Parameter.path("id", long.class)))
        .hasMessageEndingWith("the path parameter 'id' is declared twice: leave one out");
    assertThatThrownBy(() -> Route.get("/").body(Size.class))
        .hasMessageContaining("a GET request has no body: take POST, PUT or PATCH");
    assertThatThrownBy(() -> Route.post("/").rawBody("a/b").body(Size.class))
        .hasMessageContaining("the body is declared twice");
    assertThatThrownBy(() -> Route.post("/").returns(204, Size.class))
        .hasMessageContaining("an answer with status 204 has no body");
    assertThatThrownBy(() -> Route.post("/").returns(Size.class).returns(200))
        .hasMessageContaining("the answer with status 200 is declared twice");
    assertThatThrownBy(() -> Route.post("/").returns(99)).hasMessageContaining("200 to 599");
    assertThatThrownBy(() -> Route.of("get", "/")).hasMessageContaining("is no method");
  }

  private static Object value(Parameter<?> parameter, String template, Request request)
      throws Exception {
    Routes routes =
        Routes.of(Route.get(template).with(parameter).handle(call -> call.get(parameter)));
    return ((Response.Json) routes.handle(request).body()).value();
  }

  private static RequestException refusal(Parameter<?> parameter, Request request) {
    return catchThrowableOfType(RequestException.class, () -> value(parameter, "/", request));
  }
}
