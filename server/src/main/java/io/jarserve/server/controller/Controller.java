package io.jarserve.server.controller;

import io.jarserve.server.artifact.Listing;
import io.jarserve.server.metrics.Meters;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.WantedState;
import io.jarserve.server.plan.NodeReport;
import io.jarserve.server.plan.ServingPlan;
import io.jarserve.server.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
 * on, and saving is tried again every second. A decision that fails, whatever it throws, is said
 * and tried again a second later: a controller that had ended would never replace a replica again.
 *
 * <p>What survives a crash is what was saved: {@link WantedState}.
 */
public final class Controller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Controller.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Surroundings surroundings;
  private final Supplier<InstanceFacts> facts;
  private final Meters meters;
  private final Time time;
  private final Reconciler reconciler;
  private final BlockingDeque<Event> events;
  private final Thread thread;

  private ControllerState state;
  private ServingPlan plan = ServingPlan.EMPTY;
  private WantedState saved;
  private Map<String, String> marked = Map.of();
  private Optional<String> trouble = Optional.empty();
  private boolean decided;
  private Optional<Try> unsaved = Optional.empty();
  private @Nullable Event putBack;
  private volatile Snapshot published;
  private volatile boolean closed;

  /** What the status is made of, when it is asked for. */
  private record Snapshot(ControllerState state, Optional<String> trouble) {}

  /** What could not be saved, and as of when it was decided. */
  private record Try(Instant at, WantedState wanted) {}

  /** News for the controller. */
  private sealed interface Event {
    record DirectoryListed(Listing listing) implements Event {}

    record NodeReported(NodeReport report) implements Event {}
  }

  /**
   * Not started yet.
   *
   * @param saved what the checkpoint holds
   * @param versions the order of {@code Plugin-Version}s
   * @param facts asked for each status, by any thread
   * @param idPrefix makes replica tags unique over restarts
   */
  public Controller(
      WantedState saved,
      Comparator<String> versions,
      String idPrefix,
      Surroundings surroundings,
      Supplier<InstanceFacts> facts,
      Meters meters,
      Time time) {
    this.meters = meters;
    this.saved = saved;
    this.state = ControllerState.restored(saved);
    this.surroundings = surroundings;
    this.facts = facts;
    this.time = time;
    this.events = time.queue();
    this.reconciler = new Reconciler(versions, new CountingIds(idPrefix));
    this.published = new Snapshot(state, trouble);
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
    events.add(new Event.DirectoryListed(listing));
  }

  /** The newest truth about the node; from any thread. */
  public void reported(NodeReport report) {
    events.add(new Event.NodeReported(report));
  }

  /** What is told to the world; from any thread, never waits. */
  public InstanceStatus status() {
    Snapshot snapshot = published;
    return StatusView.of(snapshot.state(), facts.get(), snapshot.trouble());
  }

  /** Stops deciding. What runs goes on running until its owner stops it. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
    } catch (RuntimeException | Error e) {
      failed(e);
      TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
    }
  }

  private void failed(Throwable cause) {
    try {
      String told =
          "a decision failed (%s) and is tried again every second; until then nothing new is deployed and nothing sick is replaced";
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
    Event event = events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    while (event != null) {
      applyOrPutBack(event);
      event = events.poll();
    }
  }

  /** One that fails gets a second chance, not a third: the others must have their turn. */
  private void applyOrPutBack(Event event) {
    try {
      apply(event);
    } catch (RuntimeException | Error e) {
      if (!event.equals(putBack)) {
        putBack = event;
        events.addFirst(event);
      }
      throw e;
    }
  }

  private void apply(Event event) {
    if (event instanceof Event.DirectoryListed listed) {
      change(before -> before.with(listed.listing()));
    } else if (event instanceof Event.NodeReported reported) {
      state = state.with(reported.report());
    }
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
    return trouble.isPresent() && wait.compareTo(AGAIN) > 0 ? AGAIN : wait;
  }

  // ---- decide, save, publish

  private void decide() {
    long begin = System.nanoTime();
    decideOnce();
    meters.controllerLoop(System.nanoTime() - begin);
  }

  private void decideOnce() {
    Instant now = time.instant();
    ControllerState before = state;
    ControllerState after = decided(before, now);
    if (!save(after.wantedState())) {
      after = settled(before, now, true);
    }
    state = after;
    tell(before, after);
    publish();
  }

  /**
   * What changes. While nothing else comes up, it is the same as what could not be saved before, to
   * the instant: whoever saves slowly is asked about one state until it is saved.
   */
  private ControllerState decided(ControllerState before, Instant now) {
    if (unsaved.isPresent()) {
      ControllerState same = settled(before, unsaved.get().at(), false);
      if (same.wantedState().equals(unsaved.get().wanted())) {
        return same;
      }
    }
    ControllerState after = settled(before, now, false);
    unsaved = Optional.of(new Try(now, after.wantedState()));
    return after;
  }

  /** Reconciles until nothing changes: completing one step can allow the next. */
  private ControllerState settled(ControllerState from, Instant now, boolean frozen) {
    ControllerState current = from;
    for (int i = 0; i < 8; i++) {
      ControllerState next = reconciler.reconcile(current, now, frozen);
      if (next.equals(current)) {
        return current;
      }
      current = next;
    }
    return current;
  }

  private boolean save(WantedState wanted) {
    if (wanted.equals(saved) && trouble.isEmpty()) {
      unsaved = Optional.empty();
      return true;
    }
    Optional<String> failure = surroundings.save(wanted);
    if (failure.isPresent()) {
      meters.checkpointFailed();
      if (trouble.isEmpty()) {
        log.error("nothing new is deployed until the checkpoint can be written: {}", failure.get());
      }
    } else {
      meters.checkpointSaved();
      saved = wanted;
      unsaved = Optional.empty();
    }
    trouble = failure;
    return failure.isEmpty();
  }

  private void publish() {
    ServingPlan next = PlanWriter.write(state, plan.number() + 1);
    if (awaitsNewPlan()
        || !next.assignments().equals(plan.assignments())
        || !next.routes().equals(plan.routes())) {
      ControllerState following = state.withPlanNumber(next.number());
      surroundings.follow(next);
      plan = next;
      state = following;
    }
    published = new Snapshot(state, trouble);
    tellDirectory();
  }

  private boolean awaitsNewPlan() {
    return state.apps().values().stream()
        .flatMap(app -> app.replicas().values().stream())
        .anyMatch(replica -> replica.sincePlan() > plan.number());
  }

  private void tellDirectory() {
    Set<String> inUse =
        state.apps().values().stream()
            .filter(app -> !app.deleting())
            .map(app -> app.hard().wanted().file())
            .collect(Collectors.toUnmodifiableSet());
    Set<String> done =
        state.listing().deleted().stream()
            .filter(file -> !inUse.contains(file))
            .collect(Collectors.toUnmodifiableSet());
    if (!done.isEmpty()) {
      surroundings.forget(done);
    }
    Map<String, String> reasons = StatusView.reasons(state);
    if (!reasons.equals(marked)) {
      surroundings.mark(reasons);
      marked = reasons;
    }
  }

  private void tell(ControllerState before, ControllerState after) {
    for (Narrator.Line line : Narrator.tell(before, after, time.instant())) {
      switch (line.event()) {
        case UPDATE_STARTED -> meters.updateStarted();
        case UPDATE_FAILED -> meters.updateFailed();
        case ROLLED_BACK -> meters.rolledBack();
        case FILE_REJECTED -> meters.fileRejected();
        case OTHER -> {}
      }
      if (line.warning()) {
        log.warn(line.text());
      } else {
        log.info(line.text());
      }
    }
  }

  /** Counts up; the prefix differs from start to start. */
  private static final class CountingIds implements Ids {
    private final String prefix;
    private long replicas;
    private long generations;

    CountingIds(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public String replicaTag() {
      return prefix + "-" + Long.toString(++replicas, 36);
    }

    @Override
    public long generation() {
      return ++generations;
    }
  }
}
