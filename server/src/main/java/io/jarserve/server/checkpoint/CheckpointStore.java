package io.jarserve.server.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Named byte objects that are written once. An implementation is called by one thread at a time and
 * may block; other processes may use the same place at the same time.
 */
public interface CheckpointStore {

  /**
   * Writes an object that does not exist yet. When this returned true, the object survives a crash
   * of the machine; when it returned false or threw, no existing object was changed.
   *
   * @return false when the name is taken
   */
  boolean create(String name, byte[] content) throws IOException;

  /** The object of that name; empty when there is none. */
  Optional<byte[]> get(String name) throws IOException;

  /** The names of all whole objects, in any order. */
  List<String> list() throws IOException;

  /** Removes the object of that name, if there is one. */
  void delete(String name) throws IOException;

  /** Where the objects are, for people. */
  String location();
}
