package io.jarserve.server.plugin;

import java.util.function.UnaryOperator;

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
  private final boolean nodeFault;

  private PluginException(String message, String trace, boolean nodeFault) {
    super(message, null, false, false);
    this.trace = trace;
    this.nodeFault = nodeFault;
  }

  PluginException(String message, String trace) {
    this(message, trace, false);
  }

  PluginException(String message) {
    this(message, "");
  }

  /** It is not the plugin's fault: the node lacks something, such as room on a disk. */
  static PluginException ofNode(String message) {
    return new PluginException(message, "", true);
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

  /** The same in other words. */
  public PluginException told(UnaryOperator<String> otherwise) {
    return new PluginException(
        otherwise.apply(String.valueOf(getMessage())), otherwise.apply(trace), nodeFault);
  }

  /** Whether the node is to blame, so that any other plugin would have failed as well. */
  public boolean isNodeFault() {
    return nodeFault;
  }

  /** The stack trace as text; empty when there is none to tell more than the message. */
  public String trace() {
    return trace;
  }
}
