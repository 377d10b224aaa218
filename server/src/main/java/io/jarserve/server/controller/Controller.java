package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.controller.Narrator.Line;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.Explanation;
import io.jarserve.server.model.InstanceEvent.Kind;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.model.change.Change;
import io.jarserve.server.model.change.Outcome;
import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brain: takes in what is wanted and what is observed, decides, saves, and publishes.
 *
 * <p>One thread owns all of its state and works through a queue of events; news may arrive on any
 * thread. After each batch of events: reconcile, save if what is wanted changed, then publish the
 * plan if it changed, then the status. So nothing is ever done, or said to be done, that a crash
 * would forget. When saving fails, what is wanted stays as it was saved last, everything else goes
 * on, and saving is tried again every second; a change that somebody asked for is refused instead.
 * A decision that fails, whatever it throws, is said and tried again a second later: a controller
 * that had ended would never replace a replica again.
 *
 * <p>What survives a crash is what was saved, a {@link WantedState}; {@link SavedState} is about
 * that.
 */
public final class Controller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Controller.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private final Supplier<InstanceFacts> facts;
  private final Meters meters;
  private final Time time;
  private final Reconciler reconciler;
  private final BlockingDeque<Event> news;
  private final Thread thread;
  private final Messenger messenger = new Messenger();
  private final EventLog events;
  private final Chronicle chronicle;
  private final SavedState saved;

  private ControllerState state;
  private ServingPlan plan = ServingPlan.EMPTY;
  private Map<String, String> marked = Map.of();
  private boolean decided;
  private @Nullable Event putBack;
  private volatile Snapshot published;
  private volatile boolean closed;

  /**
   * What earlier starts have left.
   *
   * @param saved what the checkpoint holds
   * @param lastEvent sequence of the last event that anybody may know of; 0 when there is none
   */
  public record Past(WantedState saved, long lastEvent) {}

  /** What the status is made of, when it is asked for. */
  private record Snapshot(ControllerState state, Optional<String> trouble) {}

  /** News for the controller. */
  private sealed interface Event {
    record DirectoryListed(Listing listing) implements Event {}

    record NodeReported(NodeReport report) implements Event {}

    record Asked(Change change, CompletableFuture<Outcome> answer) implements Event {}

    record Noted(Line line) implements Event {}

    record Ended() implements Event {}
  }

  /**
   * Not started yet.
   *
   * @param past what earlier starts have left
   * @param embedded whether a program embeds this server that deploys applications of its own
   * @param versions the order of {@code Plugin-Version}s
   * @param facts asked for each status, by any thread
   * @param idPrefix makes replica tags unique over restarts
   */
  public Controller(
      Past past,
      boolean embedded,
      Comparator<String> versions,
      String idPrefix,
      Surroundings surroundings,
      Supplier<InstanceFacts> facts,
      Meters meters,
      Time time) {
    this.meters = meters;
    this.saved = new SavedState(past.saved(), surroundings, meters);
    this.state = ControllerState.restored(past.saved(), embedded);
    this.surroundings = surroundings;
    this.facts = facts;
    this.time = time;
    this.news = time.queue();
    this.events =
        new EventLog(Math.max(past.lastEvent(), time.instant().toEpochMilli()), messenger);
    this.chronicle = new Chronicle(log, meters, events);
    this.reconciler = new Reconciler(versions, new CountingIds(idPrefix));
    this.published = new Snapshot(state, Optional.empty());
    this.thread = new Thread(this::run, "jarserve-controller");
    this.thread.setDaemon(true);
  }

  /**
   * Begins with what was saved; nothing that was wanted is taken away before the directory was
   * listed.
   */
  public void start() {
    thread.start();
  }

  /** The newest truth about the deploy directory; from any thread. */
  public void listed(Listing listing) {
    news.add(new Event.DirectoryListed(listing));
  }

  /** The newest truth about the node; from any thread. */
  public void reported(NodeReport report) {
    news.add(new Event.NodeReported(report));
  }

  /**
   * Asks for a change; from any thread, never waits. It is carried out as a whole or not at all,
   * and answered when it is saved and the status shows it. A change that changes nothing is neither
   * saved nor told. What hangs on the answer must not take long: it delays other answers.
   */
  public CompletionStage<Outcome> submit(Change change) {
    Event.Asked asked = new Event.Asked(change, new CompletableFuture<>());
    news.add(asked);
    if (closed) {
      refuseWaiting();
    }
    return asked.answer().minimalCompletionStage();
  }

  /**
   * Has it told, as an event, what somebody did that changes nothing of what is wanted; from any
   * thread, never waits.
   *
   * @param application that it is about; empty when it is about the instance
   * @param who did it
   * @param text for people
   */
  public void note(Kind kind, Optional<String> application, String who, String text) {
    Line line = new Line(kind, false, application, who, Optional.empty(), Optional.empty(), text);
    news.add(new Event.Noted(line));
  }

  /** All that is wanted, with owners and histories, as saved last; from any thread, never waits. */
  public WantedState wanted() {
    return published.state().wantedState();
  }

  /** The last events, to be read and followed; from any thread. */
  public EventLog events() {
    return events;
  }

  /** Why an application is in its state; empty when there is none; from any thread, never waits. */
  public Optional<Explanation> explain(String application) {
    Snapshot now = published;
    return Optional.ofNullable(now.state().apps().get(application))
        .map(
            app ->
                Explainer.explanation(
                    app, now.state(), status(now), time.instant(), now.trouble(), events));
  }

  /** What is told to the world; from any thread, never waits. */
  public InstanceStatus status() {
    return status(published);
  }

  private InstanceStatus status(Snapshot snapshot) {
    return StatusView.of(snapshot.state(), facts.get(), snapshot.trouble());
  }

  /**
   * Stops deciding; what is being saved is answered first, and what was noted is told. What runs
   * goes on running until its owner stops it.
   */
  @Override
  public void close() {
    closed = true;
    news.add(new Event.Ended());
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Event event : news) {
      if (event instanceof Event.Noted && !thread.isAlive() && news.remove(event)) {
        apply(event);
      }
    }
    refuseWaiting();
    messenger.close();
  }

  private void refuseWaiting() {
    for (Event event : news) {
      if (event instanceof Event.Asked asked && news.remove(asked)) {
        String message = "the server stops; ask again when it is back";
        messenger.owe(
            asked.answer(), new Outcome.Refused(Reason.STOPPING, Optional.empty(), message));
      }
    }
    messenger.giveAnswers();
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (InterruptedException e) {
      log.debug("no longer deciding");
    }
  }

  private void turn() throws InterruptedException {
    try {
      takeEvents();
      decide();
      decided = true;
      messenger.giveAnswers();
    } catch (RuntimeException | Error e) {
      failed(e);
      messenger.giveAnswers();
      TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
    }
  }

  private void failed(Throwable cause) {
    try {
      String told =
          "a decision failed (%s) and is tried again every second; until then nothing new is"
              + " deployed and nothing sick is replaced";
      published = new Snapshot(state, Optional.of(told.formatted(cause)));
      log.error("a decision failed and is tried again in a second", cause);
    } catch (RuntimeException | Error e) {
      // not even that could be said, as when memory is short; the next failure is
    }
  }

  /** Waits for news, unless a decision is owed. */
  private void takeEvents() throws InterruptedException {
    Duration wait = decided ? untilNextDecision() : Duration.ZERO;
    decided = false;
    Event event = news.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    while (event != null) {
      applyOrPutBack(event);
      event = news.poll();
    }
  }

  /** One that fails gets a second chance, not a third: the others must have their turn. */
  private void applyOrPutBack(Event event) {
    try {
      apply(event);
    } catch (RuntimeException | Error e) {
      if (!(event instanceof Event.Asked) && !event.equals(putBack)) {
        putBack = event;
        news.addFirst(event);
      }
      throw e;
    }
  }

  private void apply(Event event) {
    if (event instanceof Event.DirectoryListed listed) {
      change(before -> before.with(listed.listing()));
    } else if (event instanceof Event.NodeReported reported) {
      state = state.with(reported.report());
    } else if (event instanceof Event.Asked asked) {
      messenger.owe(asked.answer(), () -> outcome(asked.change()));
    } else if (event instanceof Event.Noted noted) {
      chronicle.write(List.of(noted.line()), time.instant());
    }
  }

  /** Decides and saves; what cannot be saved was never asked for. */
  private Outcome outcome(Change change) {
    Commands.Decided decided = Commands.decide(state, change, time.instant());
    boolean isNew = !change.dryRun() && !decided.after().equals(state);
    boolean done = !isNew || saved.save(decided.after().wantedState());
    return told(change, done ? decided : notSaved(saved.trouble().orElse("")));
  }

  private Commands.Decided notSaved(String why) {
    String message = "nothing was changed: the change cannot be saved: " + why;
    return new Commands.Decided(
        state, new Outcome.Refused(Reason.NOT_SAVED, Optional.empty(), message));
  }

  private Outcome told(Change change, Commands.Decided decided) {
    Instant now = time.instant();
    chronicle.write(ChangeNarrator.tell(state.wantedState(), change, decided.outcome()), now);
    state = change.dryRun() ? state : decided.after();
    return decided.outcome();
  }

  private void change(UnaryOperator<ControllerState> step) {
    ControllerState before = state;
    state = step.apply(before);
    tell(before, state);
  }

  private Duration untilNextDecision() {
    Instant now = time.instant();
    Duration wait =
        Reconciler.wakeAt(state, now)
            .map(at -> Duration.between(now, at))
            .orElse(Duration.ofMinutes(1));
    return saved.trouble().isPresent() && wait.compareTo(AGAIN) > 0 ? AGAIN : wait;
  }

  // ---- decide, save, publish

  private void decide() {
    long begin = System.nanoTime();
    decideOnce();
    meters.controllerLoop(System.nanoTime() - begin);
  }

  private void decideOnce() {
    Instant now = time.instant();
    ControllerState before = looked(state, now);
    ControllerState after = saved.decide(at -> reconciler.settle(before, at, false), now);
    if (!saved.save(after.wantedState())) {
      after = reconciler.settle(before, now, true);
    }
    state = looked(after, now);
    tell(before, after);
    publish();
  }

  private ControllerState looked(ControllerState before, Instant now) {
    return before.sampled(id -> meters.traffic(id.application(), id.deployment()), now);
  }

  private void publish() {
    ServingPlan next = PlanWriter.write(state, plan.number() + 1);
    if (PlanWriter.isDue(state, next, plan)) {
      ControllerState following = state.withPlanNumber(next.number());
      surroundings.follow(next);
      plan = next;
      state = following;
    }
    published = new Snapshot(state, saved.trouble());
    tellDirectory();
  }

  private void tellDirectory() {
    Set<String> done = DirectoryView.done(state);
    if (!done.isEmpty()) {
      surroundings.forget(done);
    }
    Map<String, String> reasons = DirectoryView.reasons(state);
    if (!reasons.equals(marked)) {
      surroundings.mark(reasons);
      marked = reasons;
    }
  }

  private void tell(ControllerState before, ControllerState after) {
    Instant now = time.instant();
    chronicle.write(Narrator.tell(before, after, now), now);
  }
}
