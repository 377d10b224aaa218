package io.jarserve.server.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jarserve.server.files.Trouble;
import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Objects as files below one directory, readable by their owner alone.
 *
 * <p>Content is written and synced under a temporary name and then linked to its own, so that a
 * file of that name is whole or not there, and an existing one is never replaced. On a file system
 * without links it is copied instead; a crash can then leave a torn file, which its checksum tells.
 *
 * <p>Keeps in memory which folders it made. What survives a crash: every file whose {@link #create}
 * returned; temporary files, whose names begin with a dot and which a later start removes.
 */
final class FileCheckpointStore implements CheckpointStore {

  private static final boolean POSIX = File.separatorChar == '/';

  private final Path root;

  /** Guarded by this. */
  private final Set<Path> made = new HashSet<>();

  /**
   * Makes the directory where needed.
   *
   * @throws IOException when it cannot be made; says what to do
   */
  FileCheckpointStore(Path root) throws IOException {
    this.root = root;
    try {
      Files.createDirectories(root, ownerOnly("rwx------"));
    } catch (IOException e) {
      throw new IOException(
          "the checkpoint directory %s cannot be used: %s; make it a directory that this user may write to, or choose another with --state-dir or --checkpoint-path"
              .formatted(root, Trouble.of(e)),
          e);
    }
  }

  @Override
  public boolean create(String name, Content content) throws IOException {
    Path target = root.resolve(name);
    makeFolder(target.resolveSibling(""));
    Path temp =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      writeAndSync(temp, content);
      return publish(temp, target);
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  @Override
  public Optional<InputStream> get(String name) throws IOException {
    try {
      return Optional.of(Files.newInputStream(root.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(prefix))) {
      files.forEach(file -> names.add(prefix + file.getFileName()));
    } catch (NoSuchFileException e) {
      return rootOrFail(e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.removeIf(name -> name.startsWith(prefix + "."));
    return names;
  }

  /** A folder that is not there is empty; a root that is not there is a mount that is gone. */
  private List<String> rootOrFail(NoSuchFileException e) throws NoSuchFileException {
    if (!Files.isDirectory(root)) {
      throw e;
    }
    return List.of();
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }

  /**
   * Removes what a crash left behind in a folder.
   *
   * @param before only what was written last before that: others may be writing
   */
  void removeTemporaryFiles(String prefix, Instant before) throws IOException {
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(root.resolve(prefix), ".*.tmp")) {
      for (Path leftover : leftovers) {
        if (Files.getLastModifiedTime(leftover).toInstant().isBefore(before)) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // there is nothing to remove; whoever writes there will say what is wrong
    }
  }

  /** Once: one that is gone later went with a mount, and what is written then would be hidden. */
  private synchronized void makeFolder(Path folder) throws IOException {
    if (made.contains(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, ownerOnly("rwx------"));
      syncDirectory(root);
    }
    made.add(folder);
  }

  private static boolean publish(Path temp, Path target) throws IOException {
    try {
      linkOrCopy(temp, target);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      syncDirectory(target.resolveSibling("."));
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
    return true;
  }

  private static void linkOrCopy(Path temp, Path target) throws IOException {
    try {
      Files.createLink(target, temp);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | IOException e) {
      copy(temp, target);
    }
  }

  private static void copy(Path temp, Path target) throws IOException {
    try {
      writeAndSync(target, Content.of(temp));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private static void writeAndSync(Path file, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, Set.of(CREATE_NEW, WRITE), ownerOnly("rw-------"));
        OutputStream out = Channels.newOutputStream(channel);
        InputStream in = content.open()) {
      in.transferTo(out);
      channel.force(true);
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
