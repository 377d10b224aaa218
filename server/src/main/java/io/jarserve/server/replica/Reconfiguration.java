package io.jarserve.server.replica;

import io.jarserve.api.Deployment;
import io.jarserve.server.model.Options;
import io.jarserve.server.plan.ConfigReport;
import io.jarserve.server.plan.ConfigReport.Refused;
import io.jarserve.server.plugin.PluginException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings new user configs to a serving replica, one after the other. One that is rejected is not
 * tried again; the one before stays. One thread: the runner's.
 */
final class Reconfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(Reconfiguration.class);
  private static final String REJECTED = "user_config was rejected and the one before stays: ";

  private final Loop loop;
  private final Callee callee;
  private final GenerationHold hold;
  private final Deployment deployment;
  private final OwnContext context;
  private final Runnable told;
  private Map<String, Object> tried;
  private Options wanted;
  private Optional<Refused> refused = Optional.empty();
  private @Nullable PluginCall<Boolean> call;
  private boolean stopped;

  /**
   * @param started the options that the replica was started with
   * @param told that {@link #report} is another one
   */
  Reconfiguration(
      Loop loop,
      Callee callee,
      GenerationHold hold,
      Deployment deployment,
      OwnContext context,
      Options started,
      Runnable told) {
    this.loop = loop;
    this.callee = callee;
    this.hold = hold;
    this.deployment = deployment;
    this.context = context;
    this.tried = started.userConfig();
    this.wanted = started;
    this.told = told;
  }

  /** Which user config is in force, and which was refused. */
  ConfigReport report() {
    return new ConfigReport(context.userConfig().written(), refused);
  }

  void options(Options options) {
    wanted = options;
    context.routed(options.routePrefix());
    applyIfNew();
  }

  /** Nothing further; a call under way is abandoned. */
  void stop() {
    stopped = true;
    if (call != null) {
      call.giveUp("the replica stops");
    }
  }

  private void applyIfNew() {
    if (stopped || call != null || tried.equals(wanted.userConfig())) {
      return;
    }
    tried = wanted.userConfig();
    OwnUserConfig config = new OwnUserConfig(tried, hold.json());
    call =
        new PluginCall<>(
            loop,
            callee,
            "reconfigure",
            () -> reconfigure(config),
            wanted.startTimeout(),
            (accepted, failure) -> ended(config.written(), failure));
  }

  /** Runs on a thread of the replica. */
  private boolean reconfigure(OwnUserConfig config) throws PluginException {
    try {
      deployment.reconfigure(config.resolve());
    } catch (Throwable thrown) {
      throw config.masked(PluginException.of("reconfigure", thrown));
    }
    context.accepted(config);
    return true;
  }

  private void ended(Map<String, Object> values, @Nullable String failure) {
    call = null;
    refused = Optional.ofNullable(failure).map(why -> new Refused(values, REJECTED + why));
    if (failure == null) {
      LOG.info("{} took a new user config", callee.id());
    } else {
      LOG.warn("{}: {}{}", callee.id(), REJECTED, failure);
    }
    told.run();
    applyIfNew();
  }
}
