package io.jarserve.server.replica.request;

import io.jarserve.api.Response;
import io.jarserve.server.concurrent.StateField;
import io.jarserve.server.model.ReplicaId;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Handling;
import io.jarserve.server.routing.Refusal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code handle}, from the taken slot to the slot given back.
 *
 * <p><b>Being cut.</b> Whoever ends the exchange from outside calls {@link #cut} on any thread: the
 * body is shut, the thread that runs plugin code is interrupted. Between {@code CUTTING} and {@code
 * CUT} the running thread waits for its interrupt, so that it reaches no other request. Until the
 * plugin's code really returns the slot stays taken and counts as overdue.
 *
 * <p><b>Being held.</b> After {@code handle} something {@link Held} may go on without a thread,
 * until it takes the call up again on one of the generation's.
 *
 * <p>There is one for each request. What would be further classes would be further objects for each
 * request, so this one is long.
 */
final class ReplicaCall implements Runnable, Handling {

  private static final int WAITING = 0;
  private static final int COLLECTING = 1;
  private static final int RUNNING = 2;
  private static final int HELD = 3;
  private static final int CUTTING = 4;
  private static final int CUT = 5;
  private static final int RETURNED = 6;
  private static final VarHandle STATE = StateField.of(MethodHandles.lookup(), ReplicaCall.class);

  private final ReplicaTarget target;
  private final Exchange exchange;
  private final @Nullable RequestBody body;
  private final CurrentCall current;
  private volatile int state = WAITING;

  /** Who is to be interrupted; never a thread of Jetty's. */
  private volatile @Nullable Thread runner;

  /** Written before {@code HELD}. */
  private volatile @Nullable Held held;

  /** Guarded by this; null when the author asked for nothing, or was told. */
  private @Nullable List<Runnable> onCancel;

  private volatile boolean cancelled;

  ReplicaCall(ReplicaTarget target, Exchange exchange) {
    this.target = target;
    this.exchange = exchange;
    this.body = RequestBody.of(exchange.request(), exchange.maxBytes());
    this.current = CurrentCall.of(target.id(), exchange);
  }

  /** The whole call, on a thread of the generation. */
  @Override
  public void run() {
    runner = Thread.currentThread();
    if (exchange.begin(this) && become(WAITING, RUNNING)) {
      current.run(() -> serve(new PluginRequest(this, body)));
    } else {
      target.leave(exchange);
    }
  }

  /** The whole call, on the thread that brought the request. */
  void runHere() {
    if (body == null) {
      serveHere(BodyCollector.NOTHING, WAITING);
      return;
    }
    state = COLLECTING;
    if (exchange.begin(this)) {
      new BodyCollector(body, this::arrived, this::broken).run();
    } else if (become(COLLECTING, CUT)) {
      target.leave(exchange);
    }
  }

  @Override
  public void cut() {
    current.cut();
    if (become(COLLECTING, CUT)) {
      closeBody();
      target.leave(exchange);
    } else if (become(WAITING, CUT)) {
      closeBody();
    } else if (becomeFromRunning(CUTTING)) {
      target.overdue(1);
      closeBody();
      interrupt();
      cancelled();
      state = CUT;
    }
  }

  @Override
  public ReplicaId replica() {
    return target.id();
  }

  @Override
  public void drain() {
    Held what = held;
    if (what != null) {
      what.drain();
    }
  }

  @Override
  public void tick(long now) {
    Held what = held;
    if (what != null) {
      what.tick(now);
    }
  }

  @Override
  public void hasten(long nanos) {
    current.hasten(nanos);
    Held what = held;
    if (what != null) {
      what.hasten(nanos);
    }
  }

  /** Whether nobody waits for the answer any more. */
  boolean isCancelled() {
    return cancelled;
  }

  /** Has an action run once nobody waits for the answer any more. */
  void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        onCancel = onCancel == null ? new ArrayList<>(1) : onCancel;
        onCancel.add(action);
        return;
      }
    }
    aside("onCancel", action);
  }

  /** What its threads work on. */
  CurrentCall current() {
    return current;
  }

  ReplicaTarget target() {
    return target;
  }

  Exchange exchange() {
    return exchange;
  }

  boolean bodyIsBroken() {
    return body != null && body.isBroken();
  }

  /** Whether it has a slot of that target. */
  boolean holdsSlotOf(ReplicaTarget other) {
    return target.equals(other) && state != RETURNED;
  }

  private void arrived(byte[] content) {
    serveHere(content, COLLECTING);
  }

  private void broken(Throwable cause) {
    if (become(COLLECTING, RUNNING)) {
      threw(cause);
    }
  }

  private void serveHere(byte[] content, int before) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    current.borrows(thread);
    thread.setContextClassLoader(target.loader());
    try {
      if (become(before, RUNNING)) {
        current.run(() -> serveIfOpen(new PluginRequest(this, content)));
      }
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  private void serveIfOpen(PluginRequest request) {
    if (exchange.begin(this)) {
      serve(request);
    } else {
      ended();
    }
  }

  private void serve(PluginRequest request) {
    Answer answer;
    try {
      answer = prepared(target.handler().handle(request));
    } catch (Throwable thrown) {
      threw(thrown);
      return;
    }
    send(answer);
  }

  /** What is sent at once; null when something else has taken the call over. */
  private @Nullable Answer prepared(@Nullable Response response) throws Throwable {
    if (response != null && response.body() instanceof Response.Async async) {
      return await(async.stage());
    } else if (response != null && response.body() instanceof Response.Events events) {
      return StayingOpen.events(this, response, events);
    } else if (response != null && response.body() instanceof Response.Socket socket) {
      StayingOpen.socket(this, response, socket);
      return null;
    }
    Answer answer = target.answers().of(response);
    if (answer.writer() != null) {
      stream(answer, answer.writer());
      return null;
    }
    return answer;
  }

  private void send(@Nullable Answer answer) {
    if (answer != null) {
      ended();
    }
    if (answer != null && exchange.claim()) {
      exchange.send(answer.status(), answer.fields(), answer.content());
    }
  }

  private void threw(Throwable thrown) {
    ended();
    Failures.answer(this, thrown);
  }

  private @Nullable Answer await(CompletionStage<Response> stage) throws Throwable {
    if (stage.getClass() == CompletableFuture.class && stage.toCompletableFuture().isDone()) {
      return prepared(AwaitedAnswer.value(stage.toCompletableFuture()));
    }
    new AwaitedAnswer(this, stage).await();
    return null;
  }

  /** Gives the author what stays open, on a thread of the generation. */
  void open(Lasting lasting, Lasting.Opening code) {
    held = lasting;
    if (target.isClosed()) {
      lasting.drain();
    }
    if (runner != null) {
      lasting.open(code);
    } else if (!target.execute(() -> openLater(lasting, code))) {
      lasting.open(
          () -> {
            throw new RejectedExecutionException("no thread could be had");
          });
    }
  }

  private void openLater(Lasting lasting, Lasting.Opening code) {
    runner = Thread.currentThread();
    current.run(() -> lasting.open(code));
  }

  /** The deployment's code has returned, and something goes on without a thread. */
  void hold(Held what) {
    Thread thread = runner;
    held = what;
    runner = null;
    if (!become(RUNNING, HELD)) {
      awaitCut();
      if (thread != null) {
        Thread.interrupted();
      }
      what.cancel();
    }
  }

  /** Takes a held call up again, on a thread of the generation. */
  void goOn(Runnable next) {
    if (!target.execute(() -> takeUp(next))) {
      ended();
      exchange.refuse(Refusal.SHUTTING_DOWN, "the replica had stopped before it had answered");
    }
  }

  private void takeUp(Runnable next) {
    runner = Thread.currentThread();
    boolean unused = become(HELD, RUNNING); // else it was cut, as the next step sees
    current.run(next);
  }

  /** Runs code of the plugin beside the call. */
  void aside(String what, Runnable code) {
    target.aside(current, what, code);
  }

  /** A stage has brought the answer, or failed. */
  void answered(@Nullable Response response, @Nullable Throwable thrown) {
    if (state != RUNNING) {
      ended();
      return;
    }
    Answer answer;
    try {
      if (thrown != null) {
        throw Failures.ofStage(thrown);
      }
      answer = prepared(response);
    } catch (Throwable failure) {
      threw(failure);
      return;
    }
    send(answer);
  }

  private void stream(Answer answer, Answer.Writer writer) {
    if (runner != null) {
      Writing.write(this, answer, writer);
    } else if (!target.execute(() -> writeLater(answer, writer))) {
      ended();
      exchange.refuse(Refusal.DEPLOYMENT_FAILED, "no thread could be had to write the answer");
    }
  }

  private void writeLater(Answer answer, Answer.Writer writer) {
    runner = Thread.currentThread();
    if (state == RUNNING) {
      current.run(() -> Writing.write(this, answer, writer));
    } else {
      ended();
    }
  }

  /** The deployment's code has returned for good: gives the slot back. */
  void ended() {
    if (!becomeFromRunning(RETURNED)) {
      awaitCut();
      target.overdue(-1);
      state = RETURNED;
    }
    target.leave(exchange);
  }

  private void awaitCut() {
    while (state == CUTTING) {
      Thread.onSpinWait();
    }
    if (runner != null) {
      Thread.interrupted();
    }
  }

  private void cancelled() {
    List<Runnable> actions;
    synchronized (this) {
      cancelled = true;
      actions = onCancel == null ? List.of() : onCancel;
      onCancel = null;
    }
    actions.forEach(action -> aside("onCancel", action));
    Held what = held;
    if (what != null) {
      what.cancel();
    }
  }

  private void interrupt() {
    Thread thread = runner;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void closeBody() {
    if (body != null) {
      body.close();
    }
  }

  /** From either of two states between which another thread may move it at this moment. */
  private boolean becomeFromRunning(int to) {
    int now = state;
    while (now == RUNNING || now == HELD) {
      if (become(now, to)) {
        return true;
      }
      now = state;
    }
    return false;
  }

  private boolean become(int from, int to) {
    return STATE.compareAndSet(this, from, to);
  }
}
