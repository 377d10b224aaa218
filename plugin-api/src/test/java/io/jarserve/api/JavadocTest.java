package io.jarserve.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What authors read: every part of the API says what it is, and since when it is there. */
class JavadocTest {

  private static final Path SOURCES = Path.of("src", "main", "java");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();

  @Test
  void parts_thatAuthorsSee_haveAComment() throws IOException {
    List<String> seen = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    eachVisible(
        (place, name, comment) -> {
          seen.add(name);
          if (comment == null) {
            silent.add(name);
          }
        });

    assertThat(seen).hasSizeGreaterThan(200).contains("DeploymentHandle.forModel");
    assertThat(silent).isEmpty();
  }

  @Test
  void types_thatAuthorsSee_saySinceWhen() throws IOException {
    List<String> silent = new ArrayList<>();
    eachVisible(
        (place, name, comment) -> {
          boolean isFile = place.getLeaf() instanceof ClassTree && !name.contains(".");
          if (isFile && (comment == null || !comment.contains("@since 0.1"))) {
            silent.add(name);
          }
        });

    assertThat(silent).isEmpty();
  }

  /** References lead somewhere, tags name what is there, and the HTML is whole. */
  @Test
  void comments_ofTheApi_areSound() throws IOException {
    task("-Xdoclint:all,-missing", "-Xdoclint/package:io.jarserve.api").analyze();

    assertThat(told.getDiagnostics())
        .filteredOn(one -> one.getKind() != Diagnostic.Kind.NOTE)
        .isEmpty();
  }

  /** Looks at something that is public, or protected in a class that can be extended. */
  @FunctionalInterface
  private interface Look {
    void at(TreePath place, String name, @Nullable String comment);
  }

  private void eachVisible(Look look) throws IOException {
    JavacTask task = task();
    DocTrees docs = DocTrees.instance(task);
    for (CompilationUnitTree file : task.parse()) {
      new Visible(docs, look).scan(file, null);
    }
  }

  private JavacTask task(String... options) throws IOException {
    StandardJavaFileManager files = compiler.getStandardFileManager(told, null, null);
    List<String> all = new ArrayList<>(List.of("-proc:none", "--release", "17"));
    all.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    all.addAll(List.of(options));
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      return (JavacTask)
          compiler.getTask(null, files, told, all, null, files.getJavaFileObjectsFromPaths(java));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Visible extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final DocTrees docs;
    private final Look look;
    private String outer = "";
    private boolean inInterface;

    Visible(DocTrees docs, Look look) {
      this.docs = docs;
      this.look = look;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
      if (!isVisible(type.getModifiers())) {
        return null;
      }
      String before = outer;
      boolean wasInInterface = inInterface;
      tell(type.getSimpleName().toString());
      outer = name(type.getSimpleName().toString());
      inInterface =
          type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
      super.visitClass(type, null);
      outer = before;
      inInterface = wasInInterface;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
      boolean again =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
      if (!again && isVisible(method.getModifiers()) && !isOfARecord(method)) {
        tell(method.getName().toString());
      }
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree field, @Nullable Void none) {
      if (isVisible(field.getModifiers())) {
        tell(field.getName().toString());
      }
      return null;
    }

    private void tell(String name) {
      look.at(getCurrentPath(), name(name), docs.getDocComment(getCurrentPath()));
    }

    private String name(String name) {
      return outer.isEmpty() ? name : outer + "." + name;
    }

    private boolean isVisible(ModifiersTree modifiers) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (inInterface && !flags.contains(Modifier.PRIVATE));
    }

    /** A constructor of a record says what may be wrong, if anything may. */
    private boolean isOfARecord(MethodTree method) {
      return method.getName().contentEquals("<init>")
          && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.RECORD;
    }
  }
}
