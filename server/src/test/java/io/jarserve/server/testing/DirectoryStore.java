package io.jarserve.server.testing;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store as somebody else would write it, in as few lines as it takes; outlives its process. */
public final class DirectoryStore implements CheckpointStore {

  private final Path root;

  /**
   * @param path what stands after the class in {@code custom://…}
   */
  public DirectoryStore(String path) {
    this.root = Path.of(path);
  }

  @Override
  public boolean create(String name, Content content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Path draft = Files.createTempFile(root, "draft", ".tmp");
    try (InputStream in = content.open()) {
      Files.write(draft, in.readAllBytes());
      Files.createLink(file, draft);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } finally {
      Files.delete(draft);
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
    try (Stream<Path> files = Files.list(root.resolve(prefix))) {
      return files.map(file -> prefix + file.getFileName()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }
}
