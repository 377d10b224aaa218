package io.jarserve.server.embed;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.server.artifact.jar.JarCheck;
import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.files.Sha256;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.ApplicationSpec;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.plugin.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a program deploys that is a part of itself: each version is an artifact like any other,
 * whose JAR is only looked at. Any thread. Nothing of it survives the process.
 *
 * <p>A version is kept for as long as somebody may go back to it, so that a program which deploys
 * its functions again and again holds on to few of them.
 */
final class InProcess {

  private static final Logger log = LoggerFactory.getLogger(InProcess.class);

  private final Path directory;
  private final AtomicLong versions = new AtomicLong();
  private final Map<Digest, Held> held = new ConcurrentHashMap<>();

  /** One version; {@code source} is what the program gave: a deployment, or a list of classes. */
  private record Held(ApplicationSpec authored, Path jar, Host host, Object source) {}

  /**
   * @param directory for JARs; need not be there yet
   */
  InProcess(Path directory) {
    this.directory = directory;
  }

  /** Who has the classes of an artifact, if it is one of these. */
  Optional<Host> host(Digest digest) {
    return Optional.ofNullable(held.get(digest)).map(Held::host);
  }

  /** The JAR of an artifact, if it is one of these. */
  Optional<Path> jar(Digest digest) {
    return Optional.ofNullable(held.get(digest)).map(Held::jar);
  }

  /** The application of a function: the newest version of it, or a new one. */
  ApplicationSpec function(String name, Deployment function) {
    Optional<ApplicationSpec> known = known(name, function);
    return known.isPresent() ? known.get() : newFunction(name, function);
  }

  /** The application of some classes: the newest version of it, or a new one. */
  ApplicationSpec classes(String name, List<Class<? extends Deployment>> classes)
      throws RefusedException {
    List<Class<? extends Deployment>> source = List.copyOf(classes);
    if (source.isEmpty()) {
      throw new IllegalArgumentException(
          "application '" + name + "' has no class: name at least one");
    }
    Optional<ApplicationSpec> known = known(name, source);
    return known.isPresent() ? known.get() : newClasses(name, source);
  }

  /** Lets go of what nobody needs any more. */
  void retain(Set<Digest> needed) {
    held.keySet().stream().filter(digest -> !needed.contains(digest)).forEach(this::forget);
  }

  private void forget(Digest digest) {
    Held gone = held.remove(digest);
    try {
      if (gone != null) {
        Files.deleteIfExists(gone.jar());
      }
    } catch (IOException e) {
      log.warn("{} stays until the next start: {}", gone.jar(), Trouble.of(e));
    }
  }

  private Optional<ApplicationSpec> known(String name, Object source) {
    return held.values().stream()
        .filter(version -> version.authored().name().equals(name))
        .filter(version -> isSame(version.source(), source))
        .map(Held::authored)
        .findFirst();
  }

  /** Two functions are never the same because they say so. */
  private static boolean isSame(Object one, Object other) {
    return one == other || (one instanceof List<?> && one.equals(other));
  }

  private ApplicationSpec newFunction(String name, Deployment function) {
    checkName(name);
    checkFunction(name, function.getClass());
    String version = nextVersion();
    byte[] jar = ClassesJar.of(name, version, List.of());
    Options options = Options.defaults().with(OptionKey.ROUTE_PREFIX, "/" + name);
    DeploymentSpec deployment = new DeploymentSpec(name, function.getClass().getName(), options);
    Host host = new Host(function.getClass().getClassLoader(), className -> Optional.of(function));
    return hold(
        name,
        version,
        new Digest(Sha256.hex(jar)),
        write(name, version, jar),
        List.of(deployment),
        host,
        function);
  }

  private ApplicationSpec newClasses(String name, List<Class<? extends Deployment>> classes)
      throws RefusedException {
    checkName(name);
    String version = nextVersion();
    byte[] jar = ClassesJar.of(name, version, classes);
    Path file = write(name, version, jar);
    try {
      List<DeploymentSpec> deployments = JarCheck.look(file).deployments();
      Host host = Host.ofClasses(classes.get(0).getClassLoader());
      return hold(name, version, new Digest(Sha256.hex(jar)), file, deployments, host, classes);
    } catch (IOException e) {
      throw new JarserveException(
          "store_trouble",
          "%s cannot be read: %s; choose another state_dir".formatted(file, Trouble.of(e)),
          e);
    }
  }

  private ApplicationSpec hold(
      String name,
      String version,
      Digest digest,
      Path jar,
      List<DeploymentSpec> deployments,
      Host host,
      Object source) {
    ApplicationSpec spec =
        new ApplicationSpec(name, version, digest, fileName(name, version), deployments);
    held.put(digest, new Held(spec, jar, host, source));
    return spec;
  }

  private String nextVersion() {
    return Long.toString(versions.incrementAndGet());
  }

  private Path write(String name, String version, byte[] jar) {
    Path file = directory.resolve(fileName(name, version));
    try {
      return Files.write(file, jar);
    } catch (IOException e) {
      throw new JarserveException(
          "store_trouble",
          "%s cannot be written: %s; make room there, or choose another state_dir"
              .formatted(file, Trouble.of(e)),
          e);
    }
  }

  private static String fileName(String name, String version) {
    return "in-process-" + name + "-" + version + ".jar";
  }

  private static void checkName(String name) {
    if (!JarCheck.isApplicationName(name)) {
      throw new IllegalArgumentException(
          "application name '%s' must be letters, digits, dots, hyphens and underscores, a letter or digit first, at most 100 of them"
              .formatted(name));
    }
  }

  /** Its options would be passed over, and its replicas would share fields that are not shared. */
  private static void checkFunction(String name, Class<?> type) {
    if (type.isAnnotationPresent(DeploymentOptions.class)) {
      throw new IllegalArgumentException(
          "class %s has @DeploymentOptions, which do not hold for an object of it; deploy the class: deploy(\"%s\", %s.class)"
              .formatted(type.getName(), name, type.getSimpleName()));
    }
  }
}
