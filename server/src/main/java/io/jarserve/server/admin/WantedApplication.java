package io.jarserve.server.admin;

import io.jarserve.server.artifact.Overrides;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a caller wants served: an artifact, and options over those of its author. Read from JSON,
 * without a look at the artifact.
 *
 * @param path of the object in the body, for complaints
 * @param name empty where the path of the request has it
 * @param digest of an artifact that came in before
 * @param jar a file of the server's machine; just one of these two is there
 */
record WantedApplication(
    String path, String name, Optional<Digest> digest, Optional<Path> jar, Overrides overrides) {

  private static final String NAME = "name";
  private static final String DIGEST = "digest";
  private static final String JAR = "jar";
  private static final String DEPLOYMENTS = "deployments";
  private static final Map<String, OptionKey> KEYS =
      Arrays.stream(OptionKey.values())
          .collect(
              Collectors.toMap(
                  OptionKey::yamlName, Function.identity(), (a, b) -> a, LinkedHashMap::new));

  /** One of a list, which has its name. */
  static WantedApplication named(Fields fields) {
    String name =
        fields.text(NAME).orElseThrow(() -> fields.missing(NAME, "the application's Plugin-Id"));
    return read(fields, name);
  }

  /** The one of that name. */
  static WantedApplication of(String name, Fields fields) {
    Optional<String> said = fields.text(NAME);
    if (said.isPresent() && !said.get().equals(name)) {
      throw Refused.badRequest(
          "field 'name' is '%s', but the path says '%s'; leave it out".formatted(said.get(), name),
          NAME);
    }
    return read(fields, name);
  }

  /** Options alone, as a patch has them. */
  static Overrides options(Fields fields) {
    return overrides(fields, List.of());
  }

  private static WantedApplication read(Fields fields, String name) {
    Overrides overrides = overrides(fields, List.of(NAME, DIGEST, JAR));
    Optional<Digest> digest = fields.text(DIGEST).map(text -> digest(fields, text));
    Optional<Path> jar = fields.text(JAR).map(text -> path(fields, text));
    if (digest.isPresent() == jar.isPresent()) {
      throw fields.missing(
          DIGEST,
          "name the artifact, either by the digest of an upload or by 'jar', a file of the server's machine");
    }
    return new WantedApplication(fields.path(), name, digest, jar, overrides);
  }

  private static Digest digest(Fields fields, String text) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException wrong) {
      throw Refused.badRequest(
          "field '%s': %s".formatted(fields.at(DIGEST), wrong.getMessage()), fields.at(DIGEST));
    }
  }

  private static Path path(Fields fields, String text) {
    try {
      Path path = text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (IllegalArgumentException | FileSystemNotFoundException wrong) {
      // said below; InvalidPathException is an IllegalArgumentException
    }
    throw Refused.badRequest(
        "field '%s' is '%s' but must be an absolute path or a file: URL of the server's machine"
            .formatted(fields.at(JAR), text),
        fields.at(JAR));
  }

  private static Overrides overrides(Fields fields, List<String> others) {
    List<String> beside = new ArrayList<>(others);
    beside.add(DEPLOYMENTS);
    Map<OptionKey, Object> common = options(fields, beside);
    Map<String, Map<OptionKey, Object>> singles = new LinkedHashMap<>();
    for (Fields one : fields.objects(DEPLOYMENTS)) {
      String name = one.text(NAME).orElseThrow(() -> one.missing(NAME, "that of a deployment"));
      if (singles.put(name, options(one, List.of(NAME))) != null) {
        throw Refused.badRequest(
            "field '%s': deployment '%s' is there twice".formatted(one.at(NAME), name),
            one.at(NAME));
      }
    }
    return new Overrides(common, singles);
  }

  private static Map<OptionKey, Object> options(Fields fields, List<String> beside) {
    List<String> known = new ArrayList<>(beside);
    known.addAll(KEYS.keySet());
    fields.checkKnown(known);
    Map<OptionKey, Object> options = new LinkedHashMap<>();
    KEYS.forEach(
        (name, key) -> {
          if (fields.values().containsKey(name)) {
            options.put(key, option(fields, name, key));
          }
        });
    return options;
  }

  private static Object option(Fields fields, String name, OptionKey key) {
    Object value = fields.values().get(name);
    if (value == null) {
      throw Refused.badRequest(
          "field '%s' is null; leave it out".formatted(fields.at(name)), fields.at(name));
    }
    try {
      return Options.defaults().with(key, value).get(key);
    } catch (IllegalArgumentException wrong) {
      throw Refused.badRequest(
          "field '%s': %s".formatted(fields.at(name), wrong.getMessage()), fields.at(name));
    }
  }
}
