package io.jarserve.api;

/** Says what a stand-in for a context lacks. Stateless. */
final class Unsupported {

  private Unsupported() {}

  static UnsupportedOperationException by(ReplicaContext context, String method) {
    return new UnsupportedOperationException(
        context.getClass().getName()
            + " has no "
            + method
            + ": implement it there, or run the deployment in a server");
  }
}
