package io.jarserve.server.json;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2 with its positions. Only what JSON can hold as well: maps with unique keys, lists,
 * strings, numbers, booleans, null. Text, aliases, depth and the number of values are bounded, so a
 * hostile file costs no more than its error message. Stateless.
 */
public final class Yaml {

  private static final int MOST_CHARACTERS = 1024 * 1024;
  private static final int MOST_ALIASES = 50;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Yaml() {}

  /**
   * Reads one document, which must be a map; an empty one is an empty map.
   *
   * @param source names the text in errors
   * @throws YamlException with line and column
   */
  public static YamlMap read(String source, String text) {
    return read(source, text, Variables.NONE);
  }

  /**
   * Reads one document, which must be a map; an empty one is an empty map.
   *
   * @param source names the text in errors
   * @param variables are put into the values, not into the keys; what is not quoted is then a
   *     number or the like if it looks like one
   * @throws YamlException with line and column
   */
  public static YamlMap read(String source, String text, Variables variables) {
    if (text.length() > MOST_CHARACTERS) {
      throw new YamlException(
          source, Place.WHOLE, "has " + text.length() + " characters; at most " + MOST_CHARACTERS);
    }
    Optional<Node> root = compose(source, text);
    return root.isEmpty()
        ? new YamlMap(Place.START, List.of())
        : new YamlNodes(source, variables).rootMap(root.get());
  }

  /** Writes a record of the server, a map or a list in block style. */
  public static String write(Object value) {
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new CoreSchema())
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setSplitLines(false)
            .build();
    String text = new Dump(settings).dumpToString(Json.plain(value));
    // else the first letter of a key would pass for the mark that a file may begin with
    return text.startsWith(BYTE_ORDER_MARK) ? "---\n" + text : text;
  }

  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof YamlMap map) {
      return map.plain();
    }
    return value instanceof YamlList list ? list.plain() : value;
  }

  private static Optional<Node> compose(String source, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setSchema(new CoreSchema())
            .setCodePointLimit(MOST_CHARACTERS)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setAllowNonScalarKeys(true) // refused with their line later on
            .build();
    try {
      String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      return new Compose(settings).composeString(marked);
    } catch (MarkedYamlEngineException wrong) {
      throw new YamlException(source, place(wrong), "is not YAML: " + said(wrong));
    } catch (YamlEngineException wrong) {
      throw new YamlException(source, Place.WHOLE, "is not YAML: " + wrong.getMessage());
    } catch (IndexOutOfBoundsException | IllegalArgumentException defect) {
      throw new YamlException(source, Place.WHOLE, "is not YAML, or too odd for its parser");
    } catch (StackOverflowError tooDeep) {
      throw new YamlException(source, Place.WHOLE, "is nested too deep");
    }
  }

  private static Place place(MarkedYamlEngineException wrong) {
    return YamlNodes.place(wrong.getProblemMark().or(wrong::getContextMark));
  }

  private static String said(MarkedYamlEngineException wrong) {
    String context = wrong.getContext();
    return (context == null ? "" : context + ", ") + wrong.getProblem();
  }
}
