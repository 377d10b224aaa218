package io.jarserve.server.replica;

import io.jarserve.server.metrics.DeploymentMeter;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.plugin.PluginThreads;

/** Whose plugin is called, and where. */
record Callee(ReplicaId id, DeploymentMeter meter, PluginThreads threads) {}
