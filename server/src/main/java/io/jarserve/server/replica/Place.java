package io.jarserve.server.replica;

/** Where in an author's code something is asked of the context, for errors. Stateless. */
final class Place {

  private static final StackWalker WALKER = StackWalker.getInstance();

  private Place() {}

  /** What called the context, such as {@code com.acme.Front.start (Front.java:31)}. */
  static String ofCaller() {
    return WALKER
        .walk(frames -> frames.filter(frame -> !isOwn(frame.getClassName())).findFirst())
        .map(Place::told)
        .orElse("an unknown place");
  }

  private static boolean isOwn(String className) {
    return className.equals(Place.class.getName()) || className.equals(OwnContext.class.getName());
  }

  private static String told(StackWalker.StackFrame frame) {
    return "%s.%s (%s:%s)"
        .formatted(
            frame.getClassName(),
            frame.getMethodName(),
            frame.getFileName(),
            frame.getLineNumber());
  }
}
