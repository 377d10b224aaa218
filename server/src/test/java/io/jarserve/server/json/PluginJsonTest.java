package io.jarserve.server.json;

import static io.jarserve.server.testing.Soon.untilCollected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PluginJsonTest {

  enum Size {
    SMALL,
    LARGE
  }

  record Item(String productName, int quantity, BigDecimal price) {
    Item {
      if (quantity < 0) {
        throw new IllegalArgumentException("quantity must not be negative");
      }
    }
  }

  record Order(
      List<Item> items, Optional<String> note, Size size, Instant placedAt, boolean express) {}

  record Renamed(@JsonProperty("given-name") String givenName) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Lenient(String a) {}

  record Named(String greeting) {
    Named {
      if (greeting == null) {
        throw new IllegalArgumentException("greeting is missing");
      }
    }
  }

  static final class Throwing {
    public List<String> getNames() {
      return List.of((Object) "no name today").stream()
          .map(Integer.class::cast)
          .map(i -> "")
          .toList();
    }
  }

  interface Abstract {}

  private final PluginJson json = new PluginJson();

  @Test
  void write_record_hasNamesAndOrderAsDeclared() {
    Item item = new Item("pen", 2, new BigDecimal("1.50"));
    Order order =
        new Order(List.of(item), Optional.empty(), Size.LARGE, Instant.ofEpochSecond(0), true);

    assertThat(new String(json.write(order), UTF_8))
        .isEqualTo(
            "{\"items\":[{\"productName\":\"pen\",\"quantity\":2,\"price\":1.50}],\"note\":null,"
                + "\"size\":\"LARGE\",\"placedAt\":\"1970-01-01T00:00:00Z\",\"express\":true}");
    assertThat(json.read(json.write(order), Order.class)).isEqualTo(order);
    assertThat(new String(json.write(new Renamed("x")), UTF_8)).isEqualTo("{\"given-name\":\"x\"}");
    assertThat(new String(json.write(null), UTF_8)).isEqualTo("null");
  }

  @Test
  void write_throwingGetterOrCycle_blamesTheClass() {
    assertThatThrownBy(() -> json.write(new Throwing()))
        .isInstanceOfSatisfying(JsonException.class, e -> assertThat(e.inputAtFault()).isFalse())
        .hasMessageContaining("Throwing as JSON")
        .hasMessageContaining("field 'names'")
        .hasMessageContaining("java.lang.Integer");
    Object[] cycle = new Object[1];
    cycle[0] = List.of((Object) cycle);
    assertThatThrownBy(() -> json.write(cycle)).isInstanceOf(JsonException.class);
  }

  @Test
  void read_wrongValue_namesTheField() {
    assertThat(wrong("{'items': [{'quantity': 1}, {'quantity': 'many'}]}"))
        .startsWith("field 'items[1].quantity': must be a whole number")
        .endsWith("but is 'many'");
    assertThat(wrong("{'items': {}}")).isEqualTo("field 'items': must be a list but is an object");
    assertThat(wrong("{'items': [7]}"))
        .isEqualTo("field 'items[0]': must be an object but is a number");
    assertThat(wrong("{'size': 'HUGE'}"))
        .isEqualTo("field 'size': must be one of SMALL, LARGE but is 'HUGE'");
    assertThat(wrong("{'placedAt': 'noon'}"))
        .isEqualTo("field 'placedAt': must be an Instant but is 'noon'");
    assertThat(wrong("{'items': [{'productName': {}, 'quantity': 1}]}"))
        .isEqualTo("field 'items[0].productName': must be a string but is an object");
    assertThat(wrong("{'items': [{'quantity': 99999999999}]}"))
        .isEqualTo("field 'items[0].quantity': the number does not fit into int");
  }

  @Test
  void read_authorsOwnCheck_isQuoted() {
    assertThat(wrong("{'items': [{'quantity': -1}]}"))
        .isEqualTo("field 'items[0]': quantity must not be negative");
  }

  @Test
  void read_missingPrimitive_isRefused() {
    assertThat(wrong("{'items': [{'productName': 'pen'}], 'express': true}"))
        .isEqualTo("field 'items[0].quantity': must be a whole number but is missing");
    assertThat(wrong("{'express': null}"))
        .isEqualTo("field 'express': must be true or false but is null");
  }

  @Test
  void read_notJson_namesThePlace() {
    assertThat(wrong("{'items': [}")).startsWith("not valid JSON at line 1, column 12");
    assertThat(wrong("{'items': [")).startsWith("not valid JSON at line 1");
    assertThat(wrong("")).isEqualTo("nothing is there; must be an object");
    assertThat(wrong("null")).isEqualTo("must be an object but is null");
    assertThat(wrong("{'express': true} {}")).isNotEmpty();
  }

  @Test
  void read_unknownField_isPassedOver() {
    assertThat(json.read("{\"express\":true,\"colour\":1}".getBytes(UTF_8), Order.class).express())
        .isTrue();
  }

  @Test
  void read_classThatCannotBeMapped_blamesTheClass() {
    assertThatThrownBy(() -> json.read("{}".getBytes(UTF_8), Abstract.class))
        .isInstanceOfSatisfying(JsonException.class, e -> assertThat(e.inputAtFault()).isFalse());
  }

  @Test
  void convert_unknownField_isRefusedWithTheNearest() {
    Map<String, Object> config =
        Map.of("productName", "pen", "quantitty", 1L, "quantity", 1L, "price", 1.5);
    assertThatThrownBy(() -> json.convert(config, Item.class))
        .hasMessage("unknown field 'quantitty'; did you mean 'quantity'?");
    assertThatThrownBy(
            () ->
                json.convert(Map.of("items", List.of(Map.of("quantity", 1, "x", 1))), Order.class))
        .hasMessage("field 'items[0]': unknown field 'x'; known are productName, quantity, price");
    assertThat(json.convert(Map.of("a", "1", "b", 2), Lenient.class)).isEqualTo(new Lenient("1"));
  }

  @Test
  void convert_unknownFieldInPlaceOfOneThatTheConstructorMisses_isToldBehind() {
    assertThatThrownBy(() -> json.convert(Map.of("greting", "hi"), Named.class))
        .hasMessage("greeting is missing; unknown field 'greting'; did you mean 'greeting'?");
    assertThatThrownBy(() -> json.convert(Map.of(), Named.class)).hasMessage("greeting is missing");
  }

  @Test
  void convert_plainValues_fit() {
    Map<String, Object> config = Map.of("productName", "pen", "quantity", 3L, "price", 1.5);
    assertThat(json.convert(config, Item.class))
        .isEqualTo(new Item("pen", 3, new BigDecimal("1.5")));
    assertThatThrownBy(() -> json.convert(Map.of("quantity", "x"), Item.class))
        .hasMessageStartingWith("field 'quantity': must be a whole number");
  }

  @Test
  void pluginClasses_afterUse_canBeCollected() throws Exception {
    WeakReference<ClassLoader> loader = new WeakReference<>(useInLoaderOfItsOwn());

    untilCollected(() -> loader.get() == null);
  }

  private static @Nullable ClassLoader useInLoaderOfItsOwn() throws Exception {
    ClassLoader loader = new OneClassLoader();
    Class<?> type = loader.loadClass(Item.class.getName());
    assertThat(type).isNotEqualTo(Item.class);
    PluginJson json = new PluginJson();
    Object item = json.read("{\"productName\":\"a\",\"quantity\":1}".getBytes(UTF_8), type);
    assertThat(json.write(item)).isNotEmpty();
    assertThatThrownBy(() -> json.read("{\"quantity\":\"x\"}".getBytes(UTF_8), type))
        .isInstanceOf(JsonException.class);
    assertThat(json.convert(Map.of("quantity", 1L), type)).isNotNull();
    return loader;
  }

  /** Defines the classes of this test anew; everything else comes from the test's own loader. */
  private static final class OneClassLoader extends ClassLoader {

    OneClassLoader() {
      super(PluginJsonTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Item.class.getName())) {
        return super.loadClass(name, resolve);
      }
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = PluginJsonTest.class.getClassLoader().getResourceAsStream(file)) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException gone) {
        throw new ClassNotFoundException(name, gone);
      }
    }
  }

  private String wrong(String body) {
    try {
      json.read(body.replace('\'', '"').getBytes(UTF_8), Order.class);
      return "";
    } catch (JsonException wrong) {
      assertThat(wrong.inputAtFault()).isTrue();
      return String.valueOf(wrong.getMessage());
    }
  }
}
