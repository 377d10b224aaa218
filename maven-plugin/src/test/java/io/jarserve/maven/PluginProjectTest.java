package io.jarserve.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginProjectTest {

  private static final String JARSERVE = "1.4.0";
  private static final String NOTHING = "";

  private final Set<Artifact> artifacts = new LinkedHashSet<>();

  @Test
  void attributes_ofAProject_areItsOwn() throws Exception {
    api("1.4.0");

    assertThat(project("<description> Greets\n   people </description>").attributes())
        .containsEntry("Plugin-Id", "greeter")
        .containsEntry("Plugin-Version", "1.0")
        .containsEntry("Jarserve-Api", "1.4.0")
        .containsEntry("Plugin-Description", "Greets people");
  }

  @Test
  void attributes_thatThePomGivesToTheJarPlugin_win() throws Exception {
    api("1.4.0");

    assertThat(
            project(
                    plugin(
                        "maven-jar-plugin",
                        "<archive><manifestEntries><Plugin-Id> shop </Plugin-Id>"
                            + "<Empty/></manifestEntries></archive>"))
                .attributes())
        .containsEntry("Plugin-Id", "shop")
        .containsEntry("Plugin-Version", "1.0")
        .doesNotContainKey("Empty");
  }

  @Test
  void attributes_withoutTheApi_sayWhatToAdd() {
    assertThatThrownBy(() -> project(NOTHING).attributes())
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("io.jarserve:jarserve-plugin-api")
        .hasMessageContaining("1.4.0 with <scope>provided</scope>");
  }

  @Test
  void attributes_withANewerApi_nameBothVersionsAndTheRemedy() {
    api("1.5.0");

    assertThatThrownBy(() -> project(NOTHING).attributes())
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("version 1.5.0, which is newer than this Jarserve (1.4.0)")
        .hasMessageContaining("use version 1.4.0 of it, or a newer jarserve-maven-plugin");
  }

  @Test
  void attributes_withAnOlderApi_areFine() throws Exception {
    api("1.3.2");

    assertThat(project(NOTHING).attributes()).containsEntry("Jarserve-Api", "1.3.2");
  }

  @Test
  void libraries_ofAllScopes_areThoseThatRunAndAreNotThere() throws Exception {
    api("1.4.0");
    for (String scope : List.of("compile", "runtime", "test", "provided", "system")) {
      artifact("com.acme", scope, "1", scope);
    }
    PluginProject project = project(NOTHING);

    assertThat(project.libraries()).containsExactly(Path.of("compile"), Path.of("runtime"));
    assertThat(project.compileClassPath())
        .contains(Path.of("compile"), Path.of("provided"), Path.of("system"))
        .doesNotContain(Path.of("runtime"), Path.of("test"));
  }

  @ParameterizedTest
  @CsvSource({
    "<release>21</release>, 21",
    "<release>11</release>, 17",
    "<target>1.8</target>, 17",
    "<parameters>true</parameters>, 17"
  })
  void javaVersion_ofTheCompilersSettings_isAtLeast17(String configuration, int expected)
      throws Exception {
    assertThat(project(plugin("maven-compiler-plugin", configuration)).javaVersion())
        .isEqualTo(expected);
  }

  @Test
  void jar_notPackagedYet_saysWhatToRun() throws Exception {
    PluginProject project = project(NOTHING);

    assertThatThrownBy(project::jar)
        .hasMessageContaining("greeter has no JAR yet; run 'mvn package'");
  }

  private static String plugin(String name, String configuration) {
    return "<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>%s</artifactId><configuration>%s</configuration></plugin></plugins></build>"
        .formatted(name, configuration);
  }

  private void api(String version) {
    artifact("io.jarserve", "jarserve-plugin-api", version, "provided");
  }

  private void artifact(String group, String name, String version, String scope) {
    DefaultArtifactHandler handler = new DefaultArtifactHandler("jar");
    handler.setAddedToClasspath(true);
    Artifact artifact = new DefaultArtifact(group, name, version, scope, "jar", null, handler);
    artifact.setFile(new File(name));
    artifacts.add(artifact);
  }

  private PluginProject project(String more) throws Exception {
    String pom =
        "<project><groupId>com.acme</groupId><artifactId>greeter</artifactId><version>1.0</version>%s</project>";
    MavenProject project =
        new MavenProject(new MavenXpp3Reader().read(new StringReader(pom.formatted(more))));
    project.setArtifact(
        new DefaultArtifact(
            "com.acme", "greeter", "1.0", "compile", "jar", null, new DefaultArtifactHandler()));
    project.setArtifacts(artifacts);
    return new PluginProject(project, project, JARSERVE);
  }
}
