package io.jarserve.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A place for checkpoints: named objects that are made once and never changed.
 *
 * <p>Names are ASCII: letters, digits, dots, hyphens, and exactly one slash, as in {@code
 * state/000000123.json} and {@code artifacts/<sha256>.jar}. A state has some kilobytes, an artifact
 * is as big as a JAR.
 *
 * <p>That {@link #create} makes an object only where there is none, also when several processes try
 * at the same time, is the one thing that the server cannot do without; it tries that out at its
 * start and refuses a store that replaces what is there.
 *
 * <p><b>Threads.</b> Called by several threads at a time. A thread whose call takes too long is
 * interrupted and left behind; its call may still succeed later.
 *
 * <p><b>Errors.</b> Whatever is thrown is told to the operator by its message, and the call is
 * tried again later. So a message says which object, what went wrong, and what to do.
 *
 * @since 0.1
 */
public interface CheckpointStore extends AutoCloseable {

  /**
   * Makes an object, unless there is one of that name. When this returned true, the object is
   * whole, is seen by every later {@link #get} and {@link #list} of any process, and survives a
   * crash of the machine. When it returned false or threw, no existing object was changed. When it
   * threw, the object may be there or not; it is never there in part.
   *
   * @return false when the name is taken
   */
  boolean create(String name, Content content) throws IOException;

  /**
   * The bytes of an object, to be closed by the caller.
   *
   * @return empty when there is none of that name
   */
  Optional<InputStream> get(String name) throws IOException;

  /**
   * The names of all objects that begin so, in any order, with that beginning.
   *
   * @param prefix ends in a slash, as {@code state/}
   */
  List<String> list(String prefix) throws IOException;

  /** Removes an object; does nothing when there is none of that name. */
  void delete(String name) throws IOException;

  /** Lets go of connections and threads. Called once, after every other call. */
  @Override
  default void close() throws IOException {}
}
