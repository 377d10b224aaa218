package io.jarserve.server.replica;

import io.jarserve.server.files.Trouble;
import io.jarserve.server.plugin.PluginException;
import java.io.UncheckedIOException;

/**
 * Why a generation could not be loaded.
 *
 * @param message for people
 * @param nodeFault the node is to blame, not the artifact
 */
record LoadFailure(String message, boolean nodeFault) {

  LoadFailure(PluginException told) {
    this(String.valueOf(told.getMessage()), told.isNodeFault());
  }

  /**
   * No code of the plugin ran: an error, such as one of memory, is the node's, and so is an
   * artifact that cannot be had.
   */
  static LoadFailure unexpected(Throwable thrown) {
    if (thrown instanceof UncheckedIOException notHad) {
      return new LoadFailure("cannot be loaded: " + Trouble.of(notHad), true);
    }
    return new LoadFailure("cannot be loaded: " + thrown, thrown instanceof VirtualMachineError);
  }
}
