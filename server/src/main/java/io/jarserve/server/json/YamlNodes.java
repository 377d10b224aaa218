package io.jarserve.server.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns the nodes of one document into values. Counts what it makes, since aliases let few
 * characters stand for many values. Used once, by one thread.
 */
final class YamlNodes {

  private static final int MOST_VALUES = 100_000;
  private static final int MOST_DEPTH = 100;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private final String source;
  private int values;

  YamlNodes(String source) {
    this.source = source;
  }

  YamlMap rootMap(Node root) {
    Object value = value(root, 0);
    if (value == null) {
      return new YamlMap(line(root), List.of());
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
      int line = line(tuple.getKeyNode());
      Integer before = seen.putIfAbsent(key, line);
      if (before != null) {
        throw wrong(
            tuple.getKeyNode(),
            "the key '" + key + "' is there twice, before in line " + before + "; remove one");
      }
      entries.add(new YamlMap.Entry(key, line, value(tuple.getValueNode(), depth)));
    }
    return new YamlMap(line(node), entries);
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
    return new YamlList(line(node), items);
  }

  private @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL) || (node.isPlain() && NULLS.contains(text))) {
      return null;
    } else if (tag.equals(Tag.BOOL)) {
      return bool(node);
    } else if (tag.equals(Tag.INT)) {
      return whole(node);
    } else if (tag.equals(Tag.FLOAT)) {
      return number(node);
    } else if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG) || tag.equals(Tag.MERGE)) {
      return text;
    }
    throw wrong(node, "the tag " + tag + " is not supported; leave it out");
  }

  private Boolean bool(ScalarNode node) {
    return switch (node.getValue().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(node, "must be true or false but is '" + node.getValue() + "'");
    };
  }

  private Long whole(ScalarNode node) {
    String text = node.getValue();
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

  private Double number(ScalarNode node) {
    try {
      double number = Double.parseDouble(node.getValue());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // the same answer as for the numbers that JSON does not have
    }
    throw wrong(node, "must be a finite number but is '" + node.getValue() + "'");
  }

  private YamlException wrong(Node node, String message) {
    return new YamlException(source, line(node), message);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
