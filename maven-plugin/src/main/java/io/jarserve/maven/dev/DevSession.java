package io.jarserve.maven.dev;

import io.jarserve.maven.bundle.PluginJar;
import io.jarserve.maven.bundle.PluginManifest;
import io.jarserve.maven.rollout.OptionsDrop;
import io.jarserve.maven.rollout.Progress;
import io.jarserve.maven.rollout.Rollout;
import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.cli.AdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * From edits to answers: each {@link #look} sees what changed since the one before and, once it
 * rests, rolls it in. Used by one thread.
 */
public final class DevSession implements AutoCloseable {

  private static final String COMPILERS_INDEX = "extensions.idx";

  private final DevProject project;
  private final SourceCompiler compiler;
  private final Rollout rollout;
  private final Path deployDir;
  private final Path jar;
  private final Report report;
  private Snapshot pom;
  private Snapshot options = Snapshot.EMPTY;
  private Snapshot sources = Snapshot.EMPTY;
  private Snapshot resources = Snapshot.EMPTY;
  private Snapshot seen = Snapshot.EMPTY;
  private int builds;

  /**
   * A session that has seen nothing yet; the first look takes everything for new.
   *
   * @param workDir of its own, empty
   * @param deployDir of the server that the rollout asks
   * @throws IOException when nothing can be compiled here
   */
  public DevSession(
      DevProject project, Path workDir, Path deployDir, Rollout rollout, Report report)
      throws IOException {
    this.project = project;
    this.compiler = new SourceCompiler(workDir, project.classPath(), project.javacOptions());
    this.rollout = rollout;
    this.deployDir = deployDir;
    this.jar = workDir.resolve("plugin.jar");
    this.report = report;
    this.pom = Snapshot.of(List.of(project.pom()));
  }

  /**
   * Takes in what changed, if something did and does not any more.
   *
   * @return whether there was something
   * @throws IOException when files cannot be read or written
   * @throws AdminException when the server does not answer
   */
  public boolean look() throws IOException, AdminException, InterruptedException {
    lookAtPom();
    lookAtOptions();
    Snapshot now = sourcesAndResources();
    boolean moving = !now.equals(seen);
    seen = now;
    if (moving) {
      return false;
    }
    long start = System.nanoTime();
    Snapshot nowSources = javaSources();
    Snapshot nowResources = resources();
    Snapshot.Changes ofSources = nowSources.since(sources);
    Snapshot.Changes ofResources = nowResources.since(resources);
    if (ofSources.isEmpty() && ofResources.isEmpty()) {
      return false;
    }
    sources = nowSources;
    resources = nowResources;
    report.changed(ofSources, ofResources);
    takeIn(ofSources, ofResources, start);
    return true;
  }

  private void lookAtPom() throws IOException {
    Snapshot now = Snapshot.of(List.of(project.pom()));
    if (!now.equals(pom)) {
      pom = now;
      report.projectChanged(project.pom());
    }
  }

  /** The server takes them up by itself, and says so. */
  private void lookAtOptions() throws IOException {
    Snapshot now = Snapshot.of(project.options().stream().toList());
    if (now.equals(options)) {
      return;
    }
    try {
      for (Path file : now.names()) {
        OptionsDrop.drop(file, attribute(PluginManifest.ID), deployDir);
      }
      options = now;
    } catch (NoSuchFileException moving) {
      // the next look sees where it went
    }
  }

  private Snapshot sourcesAndResources() throws IOException {
    Map<Path, Snapshot.Stamp> all = new TreeMap<>(javaSources().files());
    all.putAll(resources().files());
    return new Snapshot(all);
  }

  private Snapshot javaSources() throws IOException {
    return Snapshot.of(project.sources()).only(file -> file.endsWith(".java"));
  }

  /** What a compiler has left there is none. */
  private Snapshot resources() throws IOException {
    return Snapshot.of(project.resources())
        .only(file -> !file.endsWith(".class") && !file.endsWith(COMPILERS_INDEX));
  }

  private void takeIn(Snapshot.Changes ofSources, Snapshot.Changes ofResources, long start)
      throws IOException, AdminException, InterruptedException {
    copy(ofResources);
    SourceCompiler.Result compiled = compiler.compile(sources.names(), ofSources);
    long compileNanos = System.nanoTime() - start;
    if (!compiled.isGood()) {
      report.notCompiled(compiled.errors());
      return;
    }
    try {
      rollIn(start, compiled.compiled(), compileNanos);
    } catch (RefusedException e) {
      report.notServed(e.reason());
    }
  }

  private void rollIn(long start, int files, long compileNanos)
      throws IOException, RefusedException, AdminException, InterruptedException {
    builds++;
    String version = DevVersion.of(attribute(PluginManifest.VERSION), builds);
    Map<String, String> attributes = new TreeMap<>(project.attributes());
    attributes.put(PluginManifest.VERSION, version);
    PluginJar.write(
        new PluginJar.Contents(compiler.classes(), project.libraries(), attributes),
        jar,
        PluginJar.Packing.FAST);
    JarCheck.Facts facts = JarCheck.check(jar, project.javaVersion());
    Progress progress = rollout.run(jar, attribute(PluginManifest.ID), deployDir);
    if (progress instanceof Progress.Failed failed) {
      report.notServed(failed.why());
    } else {
      report.served(version, files, compileNanos, System.nanoTime() - start);
      report.reachedAt(facts.routePrefixes());
    }
  }

  private String attribute(String name) {
    return Objects.requireNonNull(project.attributes().get(name), name);
  }

  private void copy(Snapshot.Changes changes) throws IOException {
    for (Path file : changes.written()) {
      Path target = inClasses(file);
      Files.createDirectories(target.getParent());
      copy(file, target);
    }
    for (Path file : changes.deleted()) {
      Files.deleteIfExists(inClasses(file));
    }
  }

  private static void copy(Path file, Path target) throws IOException {
    try {
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException moving) {
      // the next look sees where it went
    }
  }

  private Path inClasses(Path resource) {
    Path root = project.resources().stream().filter(resource::startsWith).findFirst().orElseThrow();
    return compiler.classes().resolve(root.relativize(resource).toString());
  }

  @Override
  public void close() throws IOException {
    compiler.close();
  }
}
