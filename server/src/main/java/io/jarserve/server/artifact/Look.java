package io.jarserve.server.artifact;

import io.jarserve.server.files.Trouble;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at a name told, links followed. Two equal looks: nobody has written in between, as
 * far as a file system can tell.
 *
 * @param key which file it is, whatever its name; empty where the file system has no such thing
 * @param changed when content, name or permissions changed last; the time of the content elsewhere
 * @param trouble why it could not be looked at, with {@link Kind#UNREADABLE}
 */
record Look(
    Kind kind,
    Optional<Object> key,
    long size,
    FileTime modified,
    FileTime changed,
    String trouble) {

  private static final String BASIC = "fileKey,size,lastModifiedTime,isRegularFile,isDirectory";
  private static final FileTime NEVER = FileTime.fromMillis(0);

  /** What is there. */
  enum Kind {
    FILE,
    DIRECTORY,
    /** A pipe, a device, a socket: reading it may never end. */
    OTHER,
    BROKEN_LINK,
    UNREADABLE
  }

  /** Empty when there is nothing of that name. */
  static Optional<Look> at(Path path) {
    try {
      return Optional.of(of(path));
    } catch (NoSuchFileException e) {
      return Files.isSymbolicLink(path)
          ? Optional.of(without(Kind.BROKEN_LINK, ""))
          : Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of(without(Kind.UNREADABLE, "permission denied"));
    } catch (IOException e) {
      return Optional.of(without(Kind.UNREADABLE, Trouble.of(e)));
    }
  }

  /** Whether both are the same file with the same content, perhaps under another name. */
  boolean isSameFile(Look other) {
    return kind == Kind.FILE
        && kind == other.kind
        && key.isPresent()
        && key.equals(other.key)
        && size == other.size
        && modified.equals(other.modified);
  }

  /** In one call, so that all of it is about one moment. */
  private static Look of(Path path) throws IOException {
    boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    Map<String, Object> found =
        Files.readAttributes(path, unix ? "unix:" + BASIC + ",ctime" : BASIC);
    FileTime modified = time(found, "lastModifiedTime");
    return new Look(
        kind(found),
        Optional.ofNullable(found.get("fileKey")),
        found.get("size") instanceof Long size ? size : 0,
        modified,
        unix ? time(found, "ctime") : modified,
        "");
  }

  private static Kind kind(Map<String, Object> found) {
    if (Boolean.TRUE.equals(found.get("isRegularFile"))) {
      return Kind.FILE;
    }
    return Boolean.TRUE.equals(found.get("isDirectory")) ? Kind.DIRECTORY : Kind.OTHER;
  }

  private static FileTime time(Map<String, Object> found, String name) {
    return found.get(name) instanceof FileTime time ? time : NEVER;
  }

  private static Look without(Kind kind, String trouble) {
    return new Look(kind, Optional.empty(), 0, NEVER, NEVER, trouble);
  }
}
