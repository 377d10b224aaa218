package io.jarserve.maven;

import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What the goals have in common. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class ProjectMojo extends AbstractMojo {

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /** The project as the build that a goal asks for has left it. */
  @Parameter(defaultValue = "${executedProject}", readonly = true)
  private @Nullable MavenProject executed;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin;

  /** The oldest Java that is to run the plugin; default: what it is compiled for, 17 at least. */
  @Parameter(property = "jarserve.java")
  private int java;

  final PluginProject project() {
    MavenProject built = executed == null ? project : executed;
    return new PluginProject(project, built, jarserveVersion());
  }

  /** The version of this Maven plugin. */
  final String jarserveVersion() {
    return plugin.getVersion();
  }

  final int javaVersion() {
    return java > 0 ? java : project().javaVersion();
  }

  /** Whether there is nothing to do in this project, such as the parent of several. */
  final boolean isAggregator() {
    if (!project.getPackaging().equals("pom")) {
      return false;
    }
    getLog().info("nothing to do: the packaging is pom");
    return true;
  }

  static MojoFailureException failure(String message, Throwable cause) {
    return new MojoFailureException(message, cause);
  }
}
