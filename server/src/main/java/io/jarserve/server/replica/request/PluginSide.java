package io.jarserve.server.replica.request;

import io.jarserve.api.Deployment;
import io.jarserve.server.json.PluginJson;
import io.jarserve.server.plugin.PluginThreads;

/**
 * What of a plugin a replica calls, and what with. Lives as long as its replica.
 *
 * @param nonBlocking whether the deployment never waits
 * @param threads of its generation
 * @param json of its generation
 */
public record PluginSide(
    Deployment deployment,
    RequestHandler handler,
    boolean nonBlocking,
    PluginThreads threads,
    PluginJson json) {}
