package io.jarserve.server.checkpoint;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.CheckpointStoreProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * From {@code --checkpoint-path} to the store that it names: by its scheme, with {@link
 * ServiceLoader}. What a scheme needs beyond the server's own class path lies in a directory of its
 * name below {@link #STORES}, and is loaded only when the scheme is used.
 */
public final class CheckpointPath {

  /** The value that means: in the state directory. */
  public static final String STATE_DIR = "state_dir";

  /** System property: the directory with a directory of JARs for each scheme. */
  static final String STORES = "jarserve.stores";

  private static final Pattern PASSWORD = Pattern.compile("://[^/]*:[^/]*@");

  private CheckpointPath() {}

  /**
   * Opens the place where states and artifacts are kept beside the state directory, and makes sure
   * that it can be relied on.
   *
   * @throws CheckpointException when it cannot be used; says what to do
   */
  public static BoundedStore open(String location) throws CheckpointException {
    BoundedStore store = new BoundedStore(store(location), location);
    try {
      StoreProbe.check(store);
      return store;
    } catch (CheckpointException e) {
      store.close();
      throw e;
    }
  }

  /** The same to look at, where there is something: whoever writes there makes sure of it. */
  public static BoundedStore opened(String location) throws CheckpointException {
    checkThere(location);
    return new BoundedStore(store(location), location);
  }

  /** A server would make the directory. */
  private static void checkThere(String location) throws CheckpointException {
    URI uri = uri(location);
    try {
      if (uri.getScheme().equals("file") && !Files.isDirectory(FileStoreProvider.path(uri))) {
        throw new CheckpointException(
            "there is no directory at the checkpoint path %s; name another with --checkpoint-path"
                .formatted(location),
            null);
      }
    } catch (IOException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The place inside a state directory that a server may have; to look at. */
  public static BoundedStore ofStateDirInUse(Path stateDir) throws CheckpointException {
    try {
      return new BoundedStore(new FileCheckpointStore(stateDir), stateDir.toString());
    } catch (IOException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The place inside a state directory. The caller has that for itself.
   *
   * @throws CheckpointException when it cannot be used; says what to do
   */
  public static BoundedStore ofStateDir(Path stateDir) throws CheckpointException {
    try {
      FileCheckpointStore store = new FileCheckpointStore(stateDir);
      store.removeTemporaryFiles(States.FOLDER, Instant.MAX);
      return new BoundedStore(store, stateDir.toString());
    } catch (IOException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The bare store; nobody ends its calls in time. */
  public static CheckpointStore store(String location) throws CheckpointException {
    URI uri = uri(location);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    try {
      return provider(scheme, location).open(uri);
    } catch (IOException e) {
      throw new CheckpointException(String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      throw new CheckpointException(
          "the checkpoint path %s cannot be opened: %s".formatted(location, e), e);
    }
  }

  private static URI uri(String location) throws CheckpointException {
    if (PASSWORD.matcher(location).find()) {
      throw new CheckpointException(
          "the checkpoint path holds a password, and it is shown and logged; leave out what ends with '@', and give the store its credentials as its documentation says",
          null);
    }
    try {
      URI uri = URI.create(location);
      if (uri.getScheme() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // the message is the same
    }
    throw new CheckpointException(
        "the checkpoint path '%s' is no URL; give one such as file:///srv/checkpoint, s3://bucket/path, gs://bucket/path or custom://com.example.Store/path, with --checkpoint-path"
            .formatted(location),
        null);
  }

  private static CheckpointStoreProvider provider(String scheme, String location)
      throws CheckpointException {
    ClassLoader own = CheckpointPath.class.getClassLoader();
    Optional<CheckpointStoreProvider> found =
        of(scheme, own).or(() -> loader(scheme, own).flatMap(loader -> of(scheme, loader)));
    return found.orElseThrow(
        () ->
            new CheckpointException(
                "the checkpoint path %s has the unknown scheme '%s'; known are %s; for another, put the JARs of its store on the server's class path, or into %s"
                    .formatted(
                        location,
                        scheme,
                        known(own),
                        jars(scheme)
                            .map(Path::toString)
                            .orElse("stores/" + scheme + " of the distribution")),
                null));
  }

  private static Optional<CheckpointStoreProvider> of(String scheme, ClassLoader loader) {
    return ServiceLoader.load(CheckpointStoreProvider.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.scheme().equals(scheme))
        .findFirst();
  }

  /** Lives as long as the process, like the store whose classes it has. */
  static Optional<ClassLoader> loader(String scheme, ClassLoader parent) {
    List<URL> urls = new ArrayList<>();
    jars(scheme).filter(Files::isDirectory).ifPresent(directory -> addJars(directory, urls));
    return urls.isEmpty()
        ? Optional.empty()
        : Optional.of(new URLClassLoader("store-" + scheme, urls.toArray(new URL[0]), parent));
  }

  private static void addJars(Path directory, List<URL> urls) {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> jars(String scheme) {
    return Optional.ofNullable(System.getProperty(STORES))
        .map(stores -> Path.of(stores).resolve(scheme));
  }

  private static String known(ClassLoader own) {
    TreeSet<String> schemes = new TreeSet<>();
    ServiceLoader.load(CheckpointStoreProvider.class, own)
        .forEach(provider -> schemes.add(provider.scheme()));
    String stores = System.getProperty(STORES);
    if (stores != null && Files.isDirectory(Path.of(stores))) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of(stores))) {
        directories.forEach(directory -> schemes.add(directory.getFileName().toString()));
      } catch (IOException e) {
        // those that are known are enough of a hint
      }
    }
    return String.join(", ", schemes);
  }
}
