package io.jarserve.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {

  @Test
  void read_map_keepsOrderAndLines() {
    YamlMap map = read("# a comment\nname: x\n\nlist:\n  - 1\n  - two\nnested:\n  deep: true\n");

    assertThat(map.entries())
        .extracting(YamlMap.Entry::key)
        .containsExactly("name", "list", "nested");
    assertThat(map.entries()).extracting(YamlMap.Entry::line).containsExactly(2, 4, 7);
    assertThat(map.entry("nested").orElseThrow().value())
        .isEqualTo(
            new YamlMap(
                new Place(8, 3),
                List.of(new YamlMap.Entry("deep", new Place(8, 3), new Place(8, 9), true))));
    assertThat(map.plain())
        .isEqualTo(Map.of("name", "x", "list", List.of(1L, "two"), "nested", Map.of("deep", true)));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "-7,-7", "0x1F,31", "0o17,15", "9223372036854775807,9223372036854775807"})
  void read_wholeNumber_isLong(String written, long number) {
    assertThat(valueOf(written)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"1.5,1.5", "1e3,1000", "-.5,-0.5"})
  void read_fraction_isDouble(String written, double number) {
    assertThat(valueOf(written)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "False,false", "TRUE,true"})
  void read_boolean_isBoolean(String written, boolean value) {
    assertThat(valueOf(written)).isEqualTo(value);
  }

  @Test
  void read_nothing_isNull() {
    for (String written : List.of("", "~", "null", "NULL")) {
      assertThat(valueOf(written)).isNull();
    }
  }

  @Test
  void read_anythingElse_isString() {
    for (String written : List.of("on", "yes", "10s", "1.2.3", "2026-01-01", "${HOME}", "/hello")) {
      assertThat(valueOf(written)).isEqualTo(written);
    }
    assertThat(valueOf("'5'")).isEqualTo("5");
    assertThat(valueOf("!!str 5")).isEqualTo("5");
    assertThat(valueOf("\"\"")).isEqualTo("");
  }

  @Test
  void read_emptyText_isEmptyMap() {
    assertThat(read("").entries()).isEmpty();
    assertThat(read("# only a comment\n").entries()).isEmpty();
    assertThat(read("---\n").entries()).isEmpty();
    assertThat(read("\uFEFFa: 1").plain()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void read_notYaml_namesSourceAndLine() {
    assertThatThrownBy(() -> read("good: 1\nbad: [1, 2\nmore: 3\n"))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("x.yaml, line 3, column 5: is not YAML: ");
    assertThatThrownBy(() -> read("a: 1\n\tb: 2\n"))
        .hasMessageStartingWith("x.yaml, line 2, column 1: ");
  }

  @Test
  void read_notAMap_isRefused() {
    assertThatThrownBy(() -> read("- 1\n- 2\n"))
        .hasMessageContaining("line 1, column 1: must be a map");
    assertThatThrownBy(() -> read("just text"))
        .hasMessageContaining("line 1, column 1: must be a map");
    assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n")).hasMessageContaining("single document");
  }

  @Test
  void read_duplicateKey_namesBothLines() {
    assertThatThrownBy(() -> read("a: 1\nb: 2\na: 3\n"))
        .hasMessage(
            "x.yaml, line 3, column 1: the key 'a' is there twice, before in line 1; remove one");
  }

  @Test
  void read_valuesThatJsonDoesNotHave_areRefused() {
    assertThatThrownBy(() -> valueOf(".inf")).hasMessageContaining("finite number but is '.inf'");
    assertThatThrownBy(() -> valueOf(".nan")).hasMessageContaining("finite number");
    assertThatThrownBy(() -> valueOf("9223372036854775808")).hasMessageContaining("too large");
    assertThatThrownBy(() -> valueOf("!!binary aGk=")).hasMessageContaining("not supported");
    assertThatThrownBy(() -> valueOf("!java.net.URL [x]")).hasMessageContaining("not supported");
    assertThatThrownBy(() -> read("? [a, b]\n: 1\n")).hasMessageContaining("must be a name");
  }

  @Test
  void read_aliases_areExpanded() {
    assertThat(read("a: &x {n: 1}\nb: *x\n").plain())
        .isEqualTo(Map.of("a", Map.of("n", 1L), "b", Map.of("n", 1L)));
  }

  @Test
  void read_hostileText_isRefused() {
    StringBuilder doubling = new StringBuilder("a0: &a0 [1, 1]\n");
    for (int i = 1; i <= 24; i++) {
      doubling.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> read(doubling.toString())).hasMessageContaining("holds too much");
    assertThatThrownBy(() -> read("a: &a [*a]")).hasMessageContaining("holds too much");
    assertThatThrownBy(() -> read("a: " + "[".repeat(50_000))).isInstanceOf(YamlException.class);
    assertThatThrownBy(() -> read("a: '" + "x".repeat(1 << 20) + "'"))
        .hasMessageContaining("at most 1048576");
    String many = "- &x {}\n" + "- *x\n".repeat(60);
    assertThatThrownBy(() -> read(many)).hasMessageContaining("aliases");
  }

  @Test
  void write_plainValues_areReadBackTheSame() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "yes: it is");
    value.put("looks_like_a_number", "5");
    value.put("number", 5L);
    value.put("fraction", 0.25);
    value.put("nothing", null);
    value.put("list", Arrays.asList("a", null, List.of(true), Map.of("k", "v")));
    value.put("empty", Map.of());

    String yaml = Yaml.write(value);

    assertThat(read(yaml).plain()).isEqualTo(value);
    assertThat(yaml).contains("number: 5\n").doesNotContain("{text");
  }

  private static YamlMap read(String text) {
    return Yaml.read("x.yaml", text);
  }

  private static @Nullable Object valueOf(String written) {
    return read("v: " + written + "\n").entry("v").orElseThrow().value();
  }
}
