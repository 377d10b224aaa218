package io.jarserve.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The floor plan, checked. Think about the layering before you edit it: a package imports only from
 * floors below its own, and a library is known to the packages that are named for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloorsTest {

  private static final String ROOT = "io.jarserve.server.";

  /** Ground floor first. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("model", "metrics", "time", "files", "certificates", "concurrent"),
          List.of("json"),
          List.of("artifact", "checkpoint", "plan", "config", "cli", "openapi", "access", "logs"),
          List.of("controller", "routing", "plugin", "tls"),
          List.of("replica", "proxy", "admin"),
          List.of("node"),
          List.of("embed"));

  /** Which packages may know a library. */
  private static final Map<String, List<String>> FENCES =
      Map.of(
          "org.pf4j..", List.of("plugin"),
          "tools.jackson..", List.of("json"),
          "org.snakeyaml..", List.of("json"),
          "org.objectweb.asm..", List.of("artifact.jar"),
          "io.jarserve.store..", List.of("checkpoint"),
          "com.github.benmanes.caffeine..", List.of("routing"),
          "io.micrometer..", List.of("metrics", "replica"),
          "picocli..", List.of("cli", "node"),
          "org.eclipse.jetty..", List.of("routing", "replica", "proxy", "admin", "tls"),
          "ch.qos.logback..", List.of("node", "logs"));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.jarserve.server");

  @Test
  void imports_goStrictlyDown() {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String name : FLOORS.get(floor)) {
        noClasses()
            .that()
            .resideInAPackage(ROOT + name + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(notBelow(floor, name))
            .because(name + " is on floor " + floor + " and imports only from floors below")
            .allowEmptyShould(true)
            .check(classes);
      }
    }
  }

  @Test
  void libraries_stayBehindTheirFences() {
    FENCES.forEach(
        (library, allowed) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    allowed.stream().map(name -> ROOT + name + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(library + " belongs in " + allowed)
                .check(classes));
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
  }

  private static String[] notBelow(int floor, String self) {
    List<String> forbidden = new ArrayList<>();
    for (int i = floor; i < FLOORS.size(); i++) {
      FLOORS.get(i).stream()
          .filter(name -> !name.equals(self))
          .forEach(name -> forbidden.add(ROOT + name + ".."));
    }
    return forbidden.toArray(String[]::new);
  }
}
