package io.jarserve.server.checkpoint;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Objects as files of one directory, readable by their owner alone.
 *
 * <p>Content is written and synced under a temporary name and then linked to its own, so that a
 * file of that name is whole or not there, and an existing one is never replaced. On a file system
 * without links it is copied instead; a crash can then leave a torn file, which its checksum tells.
 *
 * <p>Keeps nothing in memory. What survives a crash: every file whose {@link #create} returned;
 * temporary files, which the next start removes.
 */
public final class FileCheckpointStore implements CheckpointStore {

  private static final boolean POSIX = File.separatorChar == '/';

  private final Path directory;

  /**
   * Makes the directory where needed and removes what a crash left behind.
   *
   * @throws CheckpointException when the directory cannot be made or listed
   */
  public FileCheckpointStore(Path directory) throws CheckpointException {
    this.directory = directory;
    try {
      Files.createDirectories(directory, ownerOnly("rwx------"));
      removeTemporaryFiles();
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint directory %s cannot be used: %s; make it a directory that this user may write to, or choose another with --state-dir"
              .formatted(directory, e),
          e);
    }
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    Path temp = directory.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      writeAndSync(temp, content);
      return publish(temp, directory.resolve(name));
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  @Override
  public Optional<byte[]> get(String name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    names.removeIf(name -> name.startsWith("."));
    return names;
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public String location() {
    return directory.toString();
  }

  private boolean publish(Path temp, Path target) throws IOException {
    try {
      linkOrCopy(temp, target);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      syncDirectory();
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
    byte[] content = Files.readAllBytes(temp);
    try {
      writeAndSync(target, content);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private static void writeAndSync(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(CREATE_NEW, WRITE), ownerOnly("rw-------"))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private void syncDirectory() throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private void removeTemporaryFiles() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, ".*.tmp")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
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
