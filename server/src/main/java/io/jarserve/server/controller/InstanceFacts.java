package io.jarserve.server.controller;

import io.jarserve.server.model.InstanceStatus;

/** What the status says of the server itself; fixed while it runs. */
public record InstanceFacts(
    InstanceStatus.ControllerInfo controllerInfo, InstanceStatus.HttpOptions httpOptions) {}
