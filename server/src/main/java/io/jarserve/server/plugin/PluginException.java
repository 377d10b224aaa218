package io.jarserve.server.plugin;

/**
 * Something went wrong in a plugin, told in strings: the message says what, which, the value and
 * the remedy, and is fit for people; {@link #trace()} is for the log.
 *
 * <p>It never carries a throwable of the plugin: whoever keeps one keeps its class, and with it the
 * class loader of the plugin. For the same reason it has no stack trace of its own: the JVM keeps
 * the classes of the frames in it alive.
 */
public final class PluginException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String trace;

  PluginException(String message, String trace) {
    super(message, null, false, false);
    this.trace = trace;
  }

  PluginException(String message) {
    this(message, "");
  }

  /**
   * Tells a throwable of a plugin.
   *
   * @param what was being done, such as {@code checkHealth}; begins the message
   */
  public static PluginException of(String what, Throwable thrown) {
    if (thrown instanceof PluginException told) {
      return told;
    }
    return new PluginException(what + " " + Telling.cause(thrown), Telling.trace(thrown));
  }

  /** The stack trace as text; empty when there is none to tell more than the message. */
  public String trace() {
    return trace;
  }
}
