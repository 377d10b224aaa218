package io.jarserve.server.testing;

import io.jarserve.server.files.Tree;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.pf4j.processor.ExtensionAnnotationProcessor;

/**
 * Compiles sources given as strings, with PF4J's annotation processor. Equal sources are compiled
 * once per JVM.
 */
final class Sources {

  /** All of the tests' own: what of it is there at run time is for the JAR to see to. */
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED =
      new ConcurrentHashMap<>();

  private Sources() {}

  /** Class files and the extension index by their names in a JAR, from sources by class name. */
  static Map<String, byte[]> compile(Map<String, String> sources) {
    return COMPILED.computeIfAbsent(Map.copyOf(sources), Sources::compileNow);
  }

  private static Map<String, byte[]> compileNow(Map<String, String> sources) {
    try {
      Path output = Files.createTempDirectory("plugin-classes");
      try {
        runCompiler(sources, output);
        return contents(output);
      } finally {
        Tree.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runCompiler(Map<String, String> sources, Path output) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      List<String> options = List.of("--release", "17", "-Xlint:none", "-classpath", CLASS_PATH);
      List<Source> units =
          sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
      JavaCompiler.CompilationTask task =
          compiler.getTask(messages, files, null, options, null, units);
      task.setProcessors(List.of(new ExtensionAnnotationProcessor()));
      if (!task.call()) {
        throw new IllegalArgumentException("the source does not compile:\n" + messages);
      }
    }
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(
          URI.create("string:///" + className.replace('.', '/') + ".java"),
          JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
