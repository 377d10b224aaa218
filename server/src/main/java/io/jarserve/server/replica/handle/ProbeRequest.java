package io.jarserve.server.replica.handle;

import io.jarserve.api.CallRequest;
import io.jarserve.api.RequestException;
import io.jarserve.server.model.ProbeOptions;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.replica.request.ReplicaTarget;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The request that a replica has to answer before it takes those of others. It comes neither by the
 * route nor through the gate. Called on a thread of the generation; gives the status of the answer.
 */
public final class ProbeRequest implements Callable<Integer> {

  private final ReplicaTarget target;
  private final ProbeOptions options;

  public ProbeRequest(ReplicaTarget target, ProbeOptions options) {
    this.target = target;
    this.options = options;
  }

  /** For people. */
  public String title() {
    return "the probe request GET " + options.path();
  }

  @Override
  public Integer call() throws PluginException {
    try {
      return InsideRequest.answer(
          target,
          CallRequest.get(options.path()),
          response -> InsideAnswer.whole(response, target.json()).status());
    } catch (RequestException refusal) {
      return refusal.status();
    } catch (Throwable thrown) {
      throw PluginException.of(title(), thrown);
    }
  }

  /** What is wrong with an answer of that status; empty when it is as it should be. */
  public Optional<String> objection(int status) {
    return status == options.status()
        ? Optional.empty()
        : Optional.of(
            "%s was answered with status %s, not %s as probe.status says"
                .formatted(title(), status, options.status()));
  }
}
