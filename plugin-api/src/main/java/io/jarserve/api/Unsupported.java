package io.jarserve.api;

/** Says what a stand-in for a context or a handle lacks. Stateless. */
final class Unsupported {

  private Unsupported() {}

  static UnsupportedOperationException by(Object standIn, String method) {
    return new UnsupportedOperationException(
        standIn.getClass().getName()
            + " has no "
            + method
            + ": implement it there, or run the deployment in a server");
  }
}
