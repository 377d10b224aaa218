package io.jarserve.server.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Turns the nodes of one document into values. Counts what it makes, since aliases let few
 * characters stand for many values. Used once, by one thread.
 */
final class YamlNodes {

  private static final int MOST_VALUES = 100_000;
  private static final int MOST_DEPTH = 100;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private final String source;
  private final Variables variables;
  private int values;

  YamlNodes(String source, Variables variables) {
    this.source = source;
    this.variables = variables;
  }

  YamlMap rootMap(Node root) {
    Object value = value(root, 0);
    if (value == null) {
      return new YamlMap(place(root), List.of());
    }
    if (value instanceof YamlMap map) {
      return map;
    }
    throw wrong(root, "must be a map of names to values, such as 'name: value'");
  }

  private @Nullable Object value(Node node, int depth) {
    values++;
    if (values > MOST_VALUES || depth > MOST_DEPTH) {
      throw wrong(node, "holds too much: at most " + MOST_VALUES + " values, nested " + MOST_DEPTH);
    }
    if (node instanceof MappingNode mapping) {
      return map(mapping, depth + 1);
    } else if (node instanceof SequenceNode sequence) {
      return list(sequence, depth + 1);
    }
    return scalar((ScalarNode) node);
  }

  private YamlMap map(MappingNode node, int depth) {
    if (!node.getTag().equals(Tag.MAP)) {
      throw wrong(node, "the tag " + node.getTag() + " is not supported; leave it out");
    }
    Map<String, Integer> seen = new HashMap<>();
    List<YamlMap.Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      String key = key(tuple.getKeyNode());
      int line = place(tuple.getKeyNode()).line();
      Integer before = seen.putIfAbsent(key, line);
      if (before != null) {
        throw wrong(
            tuple.getKeyNode(),
            "the key '" + key + "' is there twice, before in line " + before + "; remove one");
      }
      Node value = tuple.getValueNode();
      entries.add(
          new YamlMap.Entry(key, place(tuple.getKeyNode()), place(value), value(value, depth)));
    }
    return new YamlMap(place(node), entries);
  }

  private String key(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw wrong(node, "a key must be a name, not a map or a list");
  }

  private YamlList list(SequenceNode node, int depth) {
    if (!node.getTag().equals(Tag.SEQ)) {
      throw wrong(node, "the tag " + node.getTag() + " is not supported; leave it out");
    }
    List<@Nullable Object> items = new ArrayList<>();
    node.getValue().forEach(item -> items.add(value(item, depth)));
    return new YamlList(
        place(node), node.getValue().stream().map(YamlNodes::place).toList(), items);
  }

  private @Nullable Object scalar(ScalarNode node) {
    return variables.concern(node.getValue())
        ? scalar(node, expanded(node), node.isPlain())
        : scalar(node, node.getValue(), false);
  }

  private String expanded(ScalarNode node) {
    try {
      return variables.expand(node.getValue());
    } catch (IllegalArgumentException wrong) {
      throw wrong(node, String.valueOf(wrong.getMessage()));
    }
  }

  /**
   * @param resolve whether the kind of the value follows from the text, not from the node
   */
  private @Nullable Object scalar(ScalarNode node, String text, boolean resolve) {
    Tag tag = resolve ? RESOLVER.resolve(text, true) : node.getTag();
    if (tag.equals(Tag.NULL) || (node.isPlain() && NULLS.contains(text))) {
      return null;
    } else if (tag.equals(Tag.BOOL)) {
      return bool(node, text);
    } else if (tag.equals(Tag.INT)) {
      return whole(node, text);
    } else if (tag.equals(Tag.FLOAT)) {
      return number(node, text);
    } else if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG) || tag.equals(Tag.MERGE)) {
      return text;
    }
    throw wrong(node, "the tag " + tag + " is not supported; leave it out");
  }

  private Boolean bool(ScalarNode node, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(node, "must be true or false but is '" + text + "'");
    };
  }

  private Long whole(ScalarNode node, String text) {
    try {
      if (text.startsWith("0x")) {
        return new BigInteger(text.substring(2), 16).longValueExact();
      } else if (text.startsWith("0o")) {
        return new BigInteger(text.substring(2), 8).longValueExact();
      }
      return new BigInteger(text).longValueExact();
    } catch (NumberFormatException notOne) {
      throw wrong(node, "must be a whole number but is '" + text + "'");
    } catch (ArithmeticException tooLarge) {
      throw wrong(node, "the whole number " + text + " is too large; quote it to make it a string");
    }
  }

  private Double number(ScalarNode node, String text) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // the same answer as for the numbers that JSON does not have
    }
    throw wrong(node, "must be a finite number but is '" + text + "'");
  }

  private YamlException wrong(Node node, String message) {
    return new YamlException(source, place(node), message);
  }

  static Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(Place.WHOLE);
  }

  private static Place place(Node node) {
    return place(node.getStartMark());
  }
}
