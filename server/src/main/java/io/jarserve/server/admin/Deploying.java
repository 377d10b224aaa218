package io.jarserve.server.admin;

import io.jarserve.server.artifact.ArtifactDoor;
import io.jarserve.server.controller.EventLog;
import io.jarserve.server.logs.AuditTrail;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * By what is deployed. All of it is called by any thread and must not wait.
 *
 * @param door takes artifacts in
 * @param submit asks for a change
 * @param wanted all that is wanted, as saved last
 * @param explain why an application is in its state; empty when there is none of that name
 * @param events what happens
 * @param trail who changed what
 * @param notes of what else somebody did
 */
public record Deploying(
    ArtifactDoor door,
    Function<Change, CompletionStage<Outcome>> submit,
    Supplier<WantedState> wanted,
    Function<String, Optional<Explanation>> explain,
    EventLog events,
    AuditTrail trail,
    Notes notes) {}
