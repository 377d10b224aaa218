package io.jarserve.server.routing;

import io.jarserve.server.model.DeploymentId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request of a routed deployment, from its arrival to the end of its answer.
 *
 * <p><b>Who may do what.</b> The exchange is open until somebody wins {@link #claim()}: the target
 * with the deployment's answer, the sweeper at the deadline, the router when there is no place. The
 * winner alone writes. While the answer is under way it can still be cut short, which breaks the
 * connection, so that the client can tell that the answer is not whole.
 *
 * <p>Any thread; nothing survives the process. It is Jetty's callback for its own last write, to
 * save an object per request.
 */
public final class Exchange implements Callback {

  private static final int OPEN = 0;
  private static final int ANSWERING = 1;
  private static final int DONE = 2;
  private static final int GONE = 499;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Exchange.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Route route;
  private final String path;
  private final HttpField id;
  private final Limits limits;
  private final long arrived;
  private final InFlight inFlight;

  private volatile int state = OPEN;
  private volatile @Nullable Handling handling;
  private volatile boolean queued;
  private volatile boolean lastWords;

  /** Where {@link InFlight} keeps it; written before the exchange is shared. */
  int slot;

  /** As it was or will be sent; written by whoever claimed. */
  private int status;

  /** When the answer itself, such as one of a passed deadline, must be through. */
  private volatile long deadline;

  Exchange(
      Request request,
      Response response,
      Callback callback,
      Route route,
      String path,
      HttpField id,
      InFlight inFlight) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.route = route;
    this.path = path;
    this.id = id;
    this.inFlight = inFlight;
    this.limits = route.deployment().limits();
    this.arrived = request.getBeginNanoTime();
    this.deadline = arrived + limits.timeoutNanos();
  }

  public Request request() {
    return request;
  }

  /** The request id. */
  public String id() {
    return id.getValue();
  }

  public DeploymentId deployment() {
    return route.deployment().id();
  }

  /** The decoded path below the route prefix; {@code /} at least. */
  public String path() {
    return route.below(path);
  }

  /** The route prefix that led here, decoded. */
  public String routePrefix() {
    return route.prefix();
  }

  /** The largest body that may be read. */
  public long maxBytes() {
    return limits.maxBytes();
  }

  /** Whether there is a deadline. */
  public boolean hasDeadline() {
    return limits.timeoutNanos() > 0;
  }

  /** In the time of {@link System#nanoTime}; of meaning only if there is one. */
  public long deadline() {
    return deadline;
  }

  /** Nanoseconds to the deadline, negative afterwards. */
  public long timeLeft(long now) {
    return deadline - now;
  }

  /** Whether its time, or that of its last words, is over. */
  boolean isLate(long now) {
    return (hasDeadline() || lastWords) && timeLeft(now) <= 0;
  }

  /** When the server stops: ends it once its grace time is over; last words get theirs. */
  void endAfterGrace(long stoppingSince, long now) {
    boolean over = now - stoppingSince >= route.deployment().limits().graceNanos();
    if (over && (!lastWords || isLate(now))) {
      cutShort(
          Refusal.SHUTTING_DOWN,
          "the server stops, and the answer took longer than graceful_shutdown_timeout_s");
    }
  }

  /** Whether it waited in the queue; then whoever offers it is not a thread of the request's. */
  public boolean wasQueued() {
    return queued;
  }

  /** Whether nobody has answered yet. */
  public boolean isOpen() {
    return state == OPEN;
  }

  /** What works on it. */
  public @Nullable Handling handling() {
    return handling;
  }

  /**
   * Says who works on it from here on.
   *
   * @return false: it was answered meanwhile, and there is nothing to do
   */
  public boolean begin(Handling worker) {
    handling = worker;
    return isOpen();
  }

  /** Wins the right to answer, once. */
  public boolean claim() {
    return STATE.compareAndSet(this, OPEN, ANSWERING);
  }

  /** The whole answer in one write, by the one who claimed. */
  public void send(int answer, HttpField[] fields, @Nullable ByteBuffer body) {
    head(answer, fields);
    response.write(true, body, this);
  }

  /** Status and headers of an answer that is written piece by piece, by the one who claimed. */
  public void head(int answer, HttpField[] fields) {
    status = answer;
    response.setStatus(answer);
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(id);
    for (HttpField field : fields) {
      headers.add(field);
    }
  }

  /** A piece of the answer; one at a time. Pass this exchange as the callback of the last. */
  public void write(boolean last, ByteBuffer piece, Callback done) {
    response.write(last, piece, done);
  }

  /** Answers with a problem unless somebody else answers. */
  public void refuse(Refusal why, String detail) {
    if (claim()) {
      problem(Problems.of(why, detail));
    }
  }

  /** Answers with a problem unless somebody else answers. */
  public void refuse(int answer, String reason, String detail) {
    if (claim()) {
      problem(Problems.of(answer, reason, detail));
    }
  }

  /**
   * Answers with a problem unless somebody else answers.
   *
   * @param field what of the request is wrong, for programs; null when it is nothing by itself
   * @param more headers beside the problem's own
   */
  public void refuse(
      int answer, String reason, String detail, @Nullable String field, HttpField[] more) {
    if (claim()) {
      problem(Problems.of(answer, reason, detail, field, more));
    }
  }

  /**
   * Ends it from outside: with a problem when no answer has begun, else by breaking the connection.
   * Whoever works on it is told first, so that it neither reads nor writes any more.
   */
  public void cutShort(Refusal why, String detail) {
    if (claim()) {
      deadline = System.nanoTime() + InFlight.LAST_WORDS_NANOS;
      lastWords = true;
      cut();
      problem(Problems.of(why, detail));
    } else if (STATE.compareAndSet(this, ANSWERING, DONE)) {
      cut();
      over(why.status(), new QuietException.Exception(why.reason() + " after the answer began"));
    }
  }

  /** Breaks the connection, because the answer that has begun cannot be finished. */
  public void breakOff(String why) {
    if (STATE.compareAndSet(this, ANSWERING, DONE)) {
      over(Refusal.DEPLOYMENT_FAILED.status(), new QuietException.Exception(why));
    }
  }

  /** The slot that it held at its target is free again: one who waits may have it. */
  public void slotFreed() {
    route.deployment().drain();
  }

  /**
   * Looks for a slot if it waits. Slots that a target freed without saying so, such as one that was
   * taken and could not be used, are found in this way.
   */
  void lookForSlot() {
    if (queued && handling == null && isOpen()) {
      slotFreed();
    }
  }

  /** It waits now: says so to those who ask, and asks to be told when the client goes. */
  void waits() {
    queued = true;
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(gone -> goneWhileWaiting());
  }

  @Override
  public void succeeded() {
    if (STATE.compareAndSet(this, ANSWERING, DONE)) {
      finish(status);
      callback.succeeded();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (STATE.compareAndSet(this, ANSWERING, DONE)) {
      over(GONE, cause);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private void problem(Problems.Answer problem) {
    send(problem.status(), problem.fields(), problem.body(id()));
  }

  private void goneWhileWaiting() {
    if (handling == null && STATE.compareAndSet(this, OPEN, DONE)) {
      over(GONE, new EofException("the client is gone"));
    }
  }

  private void cut() {
    Handling worker = handling;
    if (worker != null) {
      worker.cut();
    }
  }

  private void over(int counted, Throwable cause) {
    finish(counted);
    callback.failed(cause);
  }

  private void finish(int counted) {
    inFlight.remove(this);
    if (queued) {
      route.deployment().leave(this);
    }
    route.deployment().meter().request(counted, System.nanoTime() - arrived);
  }
}
