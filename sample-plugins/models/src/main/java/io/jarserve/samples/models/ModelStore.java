package io.jarserve.samples.models;

import io.jarserve.api.RequestException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;

/** Models as files, which all replicas share. A model never changes: a better one has a new id. */
final class ModelStore {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final Path directory;

  ModelStore(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  LinearModel load(String id) throws IOException {
    try (Reader reader = Files.newBufferedReader(file(id))) {
      Properties properties = new Properties();
      properties.load(reader);
      return LinearModel.of(properties);
    } catch (NoSuchFileException e) {
      throw new RequestException(404, "there is no model '" + id + "': PUT it first");
    }
  }

  /** Written beside its place first, so that nobody loads half a model. */
  void save(String id, LinearModel model) throws IOException {
    Path file = file(id);
    Path part = Files.createTempFile(directory, id, ".part");
    try {
      try (Writer writer = Files.newBufferedWriter(part)) {
        model.toProperties().store(writer, null);
      }
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      throw new RequestException(409, "there is a model '" + id + "' already: choose another id");
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Path file(String id) {
    if (!ID.matcher(id).matches()) {
      throw new RequestException(
          400, "a model's id has small letters, digits and dashes, but this is '" + id + "'");
    }
    return directory.resolve(id + ".model");
  }
}
