package io.jarserve.maven.dev;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Keeps a directory of class files as the sources want it, and compiles only what a change may
 * touch. The directory is changed only when all of it compiles. The compiler runs in this process,
 * where it stays warm. Used by one thread.
 */
final class SourceCompiler implements AutoCloseable {

  private static final int FULL_BY_NAME = 21;

  private final JavaCompiler javac;
  private final StandardJavaFileManager files;
  private final List<String> options;
  private final Path classes;
  private final Path fresh;
  private final ClassFiles classFiles;

  /** What the files themselves have against them, such as bytes that are no text. */
  private final List<Diagnostic<? extends JavaFileObject>> unreadable = new ArrayList<>();

  private final SourceNames names = new SourceNames();

  /** Sources whose class files are not as they want it, because something did not compile. */
  private final Set<Path> outdated = new TreeSet<>();

  /**
   * What came of it.
   *
   * @param compiled how many files were compiled
   * @param errors as javac tells them; empty when all is well
   */
  record Result(int compiled, List<String> errors) {
    boolean isGood() {
      return errors.isEmpty();
    }
  }

  /**
   * @param workDir for class files; emptied by the caller
   * @param classPath what the sources need
   * @throws IOException when this Java has no compiler, or nothing can be written
   */
  SourceCompiler(Path workDir, List<Path> classPath, List<String> options) throws IOException {
    this.javac =
        Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(
                () ->
                    new IOException(
                        "this Java (%s) has no compiler; run Maven with a JDK"
                            .formatted(System.getProperty("java.home"))));
    this.options = withStandards(options);
    this.classes = Files.createDirectories(workDir.resolve("classes"));
    this.fresh = Files.createDirectories(workDir.resolve("fresh"));
    this.classFiles = new ClassFiles(classes, fresh, workDir.resolve("aside"));
    this.files = javac.getStandardFileManager(unreadable::add, Locale.ROOT, StandardCharsets.UTF_8);
    List<Path> seen = new ArrayList<>(List.of(classes));
    seen.addAll(classPath);
    files.setLocationFromPaths(StandardLocation.CLASS_PATH, seen);
    files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
    files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(fresh));
  }

  private static List<String> withStandards(List<String> options) {
    List<String> all = new ArrayList<>(options);
    all.add("-implicit:none");
    boolean chosen = options.stream().anyMatch(option -> option.startsWith("-proc:"));
    if (!chosen && Runtime.version().feature() >= FULL_BY_NAME) {
      all.add("-proc:full");
    }
    return all;
  }

  /** Where the class files are. */
  Path classes() {
    return classes;
  }

  /**
   * Compiles what the change asks for, and what did not compile before.
   *
   * @param present every source file
   */
  Result compile(Collection<Path> present, Snapshot.Changes changes) throws IOException {
    Set<Path> touched = touched(present, changes);
    Set<Path> gone = new HashSet<>(touched);
    gone.addAll(changes.deleted());
    gone.addAll(outdated);
    classFiles.putAside(gone);
    Map<Path, Set<String>> made = new HashMap<>();
    List<String> errors = touched.isEmpty() ? List.of() : javac(touched, made);
    if (errors.isEmpty()) {
      classFiles.replace(gone, made);
      outdated.clear();
    } else {
      classFiles.putBack();
      outdated.addAll(gone);
    }
    return new Result(touched.size(), errors);
  }

  private Set<Path> touched(Collection<Path> present, Snapshot.Changes changes) throws IOException {
    Set<Path> before = names.affectedBy(changes.files());
    names.forget(changes.deleted());
    names.read(changes.written());
    Set<Path> touched = names.affectedBy(changes.written());
    touched.addAll(before);
    touched.addAll(outdated);
    touched.retainAll(Set.copyOf(present));
    return touched;
  }

  private List<String> javac(Set<Path> sources, Map<Path, Set<String>> made) throws IOException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StringWriter out = new StringWriter();
    Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
    JavaCompiler.CompilationTask task =
        javac.getTask(out, files, diagnostics, options, null, units);
    List<String> errors = new ArrayList<>();
    unreadable.clear();
    if (task instanceof JavacTask javacTask) {
      javacTask.addTaskListener(new Outputs(javacTask, made));
    }
    try {
      if (!task.call()) {
        errors.addAll(errors(diagnostics.getDiagnostics()));
        errors.addAll(out.toString().lines().toList());
      }
    } catch (RuntimeException failed) { // an annotation processor's
      errors.add("the compiler failed: " + failed);
    }
    errors.addAll(errors(unreadable));
    return errors;
  }

  private static List<String> errors(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** Notes which class files a source gives. */
  private record Outputs(JavacTask task, Map<Path, Set<String>> made) implements TaskListener {
    @Override
    public void finished(TaskEvent event) {
      if (event.getKind() == TaskEvent.Kind.GENERATE && event.getTypeElement() != null) {
        String name = task.getElements().getBinaryName(event.getTypeElement()).toString();
        made.computeIfAbsent(Path.of(event.getSourceFile().toUri()), source -> new HashSet<>())
            .add(name.replace('.', '/') + ".class");
      }
    }
  }
}
