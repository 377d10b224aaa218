package io.jarserve.samples.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the extension index that the annotation processor wrote beside a class. Stateless. */
public final class TestIndex {

  private TestIndex() {}

  public static List<String> classNames(Class<?> deployment) {
    try (InputStream index = beside(deployment).toURL().openStream()) {
      String text = new String(index.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no extension index beside " + deployment, e);
    }
  }

  private static URI beside(Class<?> deployment) {
    try {
      URI root = deployment.getProtectionDomain().getCodeSource().getLocation().toURI();
      return root.resolve("META-INF/extensions.idx");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
