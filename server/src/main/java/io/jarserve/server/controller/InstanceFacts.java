package io.jarserve.server.controller;

import io.jarserve.server.model.InstanceStatus;

/** What the status says of the server itself, as it is just now. */
public record InstanceFacts(
    InstanceStatus.ControllerInfo controllerInfo,
    InstanceStatus.HttpOptions httpOptions,
    InstanceStatus.ProxyView proxy) {}
