package io.jarserve.server.plugin;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The deployment classes of a generation by their names, as its index or manifest lists them. Loads
 * the classes and runs nothing of them; keeps none. Stateless.
 */
final class NamedClasses {

  private static final String INDEX = "META-INF/extensions.idx";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String LISTED = "Jarserve-Deployments";

  private NamedClasses() {}

  /** In order; what cannot be loaded or is no deployment is left out. */
  static Map<String, Class<?>> of(GenerationLoader loader) {
    Map<String, Class<?>> found = collect(loader, indexed(loader));
    return found.isEmpty() ? collect(loader, listed(loader)) : found;
  }

  private static Map<String, Class<?>> collect(GenerationLoader loader, List<String> classNames) {
    Map<String, Class<?>> found = new TreeMap<>();
    for (String className : classNames) {
      try {
        Class<?> type = loader.loadClass(className);
        if (Deployment.class.isAssignableFrom(type)) {
          found.put(name(type), type);
        }
      } catch (ClassNotFoundException | LinkageError e) {
        // it cannot be started either, and whoever starts it says why
      }
    }
    return found;
  }

  private static String name(Class<?> type) {
    DeploymentOptions options = type.getAnnotation(DeploymentOptions.class);
    return options == null || options.name().isEmpty() ? type.getSimpleName() : options.name();
  }

  private static List<String> indexed(GenerationLoader loader) {
    return names(new String(bytes(loader, INDEX), StandardCharsets.UTF_8).lines());
  }

  private static List<String> listed(GenerationLoader loader) {
    try {
      Manifest manifest = new Manifest(new ByteArrayInputStream(bytes(loader, MANIFEST)));
      String value = manifest.getMainAttributes().getValue(LISTED);
      return value == null ? List.of() : names(Stream.of(value.split(",", -1)));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> names(Stream<String> lines) {
    return lines
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static byte[] bytes(GenerationLoader loader, String resource) {
    URL found = loader.findResource(resource);
    if (found == null) {
      return new byte[0];
    }
    try (InputStream in = found.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
