package io.jarserve.server.admin;

import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.Origin;
import io.jarserve.server.model.change.Actor;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.ChangeView;
import io.jarserve.server.model.change.Command;
import io.jarserve.server.model.change.Effect;
import io.jarserve.server.model.change.Fate;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Accepted;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.openapi.Endpoint;
import io.jarserve.server.openapi.Endpoint.Form;
import io.jarserve.server.openapi.Endpoint.Input;
import io.jarserve.server.openapi.Endpoint.Place;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings changes to whoever decides, waits for them where the caller does, and answers. Any thread;
 * waits on none.
 */
final class Changes {

  private static final Map<Reason, Integer> STATUSES =
      Map.of(
          Reason.NOT_FOUND, 404,
          Reason.NO_SUCH_VERSION, 404,
          Reason.OWNED_BY_ANOTHER, 409,
          Reason.ROUTE_CLASH, 409,
          Reason.PRECONDITION_FAILED, 412,
          Reason.INVALID, 422,
          Reason.NOT_SAVED, 503,
          Reason.STOPPING, 503,
          Reason.FAILED, 500);

  private static final Duration MOST_PATIENCE = Duration.ofMinutes(10);
  private static final long DECIDED_WITHIN_SECONDS = 60;

  private static final Input DRY_RUN =
      new Input(
          Place.QUERY,
          "dry_run",
          Form.FLAG,
          false,
          "changes nothing, and tells what would be restarted and why");
  private static final Input WAIT =
      new Input(
          Place.QUERY,
          "wait",
          Form.TIME,
          false,
          "answers when everything is RUNNING, or has failed, or after that time, such as 30s");
  private static final Input IF_MATCH =
      new Input(
          Place.HEADER,
          "If-Match",
          Form.TEXT,
          false,
          "the ETag of the state that the change is for; answers 412 when it is another by now");

  private final Function<Change, CompletionStage<Outcome>> submit;
  private final Supplier<InstanceStatus> status;
  private final Waiting waiting;

  Changes(
      Function<Change, CompletionStage<Outcome>> submit,
      Supplier<InstanceStatus> status,
      Waiting waiting) {
    this.submit = submit;
    this.status = status;
    this.waiting = waiting;
  }

  /** What every route that changes something takes and answers. */
  static Endpoint described(Endpoint endpoint) {
    return endpoint
        .with(DRY_RUN)
        .with(WAIT)
        .with(IF_MATCH)
        .answering(200, InstanceRoutes.json("It is done, or was only told", ChangeView.class))
        .answering(202, InstanceRoutes.json("It is saved and under way", ChangeView.class));
  }

  /** Asks for a change in the name of a caller. */
  CompletionStage<Answer> ask(Call call, Origin origin, List<Command> commands) {
    Optional<String> ifMatch = call.header("If-Match").map(Etags::single);
    Actor actor = new Actor(call.actor(), origin);
    Change change = new Change(commands, actor, ifMatch, call.flag("dry_run"));
    Duration patience = call.time("wait").orElse(Duration.ZERO);
    return submit
        .apply(change)
        .toCompletableFuture()
        .orTimeout(DECIDED_WITHIN_SECONDS, TimeUnit.SECONDS)
        .exceptionally(Changes::undecided)
        .thenCompose(outcome -> answer(outcome, patience));
  }

  private static Outcome undecided(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return new Outcome.Refused(
          Reason.FAILED,
          Optional.empty(),
          "nothing was decided within %s s, and it may still be; look at the status"
              .formatted(DECIDED_WITHIN_SECONDS));
    }
    throw new IllegalStateException(cause);
  }

  private CompletionStage<Answer> answer(Outcome outcome, Duration patience) {
    if (outcome instanceof Accepted accepted) {
      return accepted.dryRun()
          ? CompletableFuture.completedStage(Answer.json(200, told(accepted)))
          : accepted(accepted, patience);
    }
    return CompletableFuture.completedStage(refused((Outcome.Refused) outcome));
  }

  private CompletionStage<Answer> accepted(Accepted accepted, Duration patience) {
    InstanceStatus now = status.get();
    if (patience.isZero() || isOver(accepted, now)) {
      return CompletableFuture.completedStage(answer(accepted, now, !patience.isZero()));
    }
    Duration most = patience.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : patience;
    return waiting
        .until(later -> isOver(accepted, later), most)
        .thenApply(later -> answer(accepted, later, true));
  }

  private static ChangeView told(Accepted accepted) {
    return new ChangeView(
        true, accepted.effects().stream().map(e -> ChangeView.of(e, null)).toList());
  }

  private static Answer answer(Accepted accepted, InstanceStatus now, boolean waited) {
    Optional<Effect> failed =
        accepted.effects().stream().filter(e -> fate(e, now) == Fate.FAILED).findFirst();
    if (waited && failed.isPresent()) {
      return failed(failed.get(), now);
    }
    ChangeView view =
        new ChangeView(
            false,
            accepted.effects().stream()
                .map(e -> ChangeView.of(e, now.applications().get(e.application())))
                .toList());
    Answer answer = Answer.json(isOver(accepted, now) ? 200 : 202, view);
    return etag(accepted).map(tag -> answer.with("ETag", tag)).orElse(answer);
  }

  private static Optional<String> etag(Accepted accepted) {
    return accepted.effects().size() == 1
        ? accepted.effects().get(0).etag().map(Etags::strong)
        : Optional.empty();
  }

  private static Answer failed(Effect effect, InstanceStatus now) {
    ApplicationView view = now.applications().get(effect.application());
    String message = view == null ? "it is gone" : view.message();
    return Answer.problem(
        422,
        "Deploy failed",
        "deploy_failed",
        "application '%s' was changed and does not serve as wanted: %s"
            .formatted(effect.application(), message));
  }

  // ---- whether it is over

  private static boolean isOver(Accepted accepted, InstanceStatus now) {
    return accepted.effects().stream().noneMatch(e -> fate(e, now) == Fate.UNDER_WAY);
  }

  private static Fate fate(Effect effect, InstanceStatus now) {
    return Fate.of(effect.application(), effect.version(), now);
  }

  // ---- what is refused

  private static Answer refused(Outcome.Refused refused) {
    int status = STATUSES.getOrDefault(refused.reason(), 500);
    String reason = refused.reason().name().toLowerCase(Locale.ROOT);
    String title = reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
    return Answer.problem(status, title.replace('_', ' '), reason, refused.message());
  }
}
