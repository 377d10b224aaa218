package io.jarserve.server.replica;

import io.jarserve.server.replica.request.RequestGate;

/** What a replica stands on from the moment its generation is loaded. One thread: the runner's. */
record Footing(Callee callee, GenerationHold hold, Stage stage, RequestGate gate) {}
