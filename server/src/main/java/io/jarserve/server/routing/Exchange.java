package io.jarserve.server.routing;

import io.jarserve.api.Multiplexed;
import io.jarserve.server.concurrent.SlotTable;
import io.jarserve.server.concurrent.StateField;
import io.jarserve.server.model.DeploymentId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of a routed deployment, from its arrival to the end of its answer.
 *
 * <p><b>Who may do what.</b> The exchange is open until somebody wins {@link #claim()}: the target
 * with the deployment's answer, the sweeper at the deadline, the router when there is no place. The
 * winner alone writes. While the answer is under way it can still be cut short, which breaks the
 * connection, so that the client can tell that the answer is not whole. When the client itself
 * goes, it is over, and whoever works on it is told.
 *
 * <p>Any thread; nothing survives the process. There is one for each request, and it is Jetty's
 * callback for its own last write too: what would be further classes would be further objects for
 * each request, so this one is long.
 */
public final class Exchange extends SlotTable.Entry implements Callback, Choice.Taker<Target> {

  private static final int OPEN = 0;
  private static final int ANSWERING = 1;
  private static final int DONE = 2;
  private static final int GONE = 499;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final VarHandle STATE = StateField.of(MethodHandles.lookup(), Exchange.class);

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
  private volatile boolean lasting;

  /**
   * Whether the connection is, or will be, another protocol's; then Jetty's callback is used up.
   */
  private volatile boolean upgraded;

  /** What it is to the cache; null when there is none, or nothing of its concern. */
  private volatile @Nullable Seat seat;

  /** As it was or will be sent; written by whoever claimed. */
  private short status;

  /** Whether the last piece was handed to Jetty; a client that goes then has had its answer. */
  private boolean ending;

  /** Of concern to the sweeper alone; null while it is quick. */
  private @Nullable ClientWatch watch;

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

  /** The model that it is for, by {@link Multiplexed#HEADER}; null when it does not say. */
  @Nullable String modelId() {
    return request.getHeaders().get(Multiplexed.HEADER);
  }

  /** Whether there is a deadline. */
  public boolean hasDeadline() {
    return limits.timeoutNanos() > 0 && !lasting;
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

  /** When the server stops: whether its grace time is over; last words get theirs. */
  boolean isPastGrace(long stoppingSince, long now) {
    boolean over = now - stoppingSince >= route.deployment().limits().graceNanos();
    return over && (!lastWords || isLate(now));
  }

  /** Brings the deadline of what nobody has answered yet that much nearer, and tells the worker. */
  void hasten(long nanos) {
    if (isOpen()) {
      long nearer = deadline - nanos;
      deadline = nearer;
    }
    Handling worker = handling;
    if (worker != null) {
      worker.hasten(nanos);
    }
  }

  /** Whether it waited in the queue; then whoever offers it is not a thread of the request's. */
  public boolean wasQueued() {
    return queued;
  }

  @Override
  public boolean takes(Target target) {
    return target.offer(this);
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
    if (isOpen()) {
      return true;
    }
    handling = null;
    return false;
  }

  /** Wins the right to answer, once. */
  public boolean claim() {
    return STATE.compareAndSet(this, OPEN, ANSWERING);
  }

  /** The whole answer of a deployment in one write, by the one who claimed. */
  public void send(int answer, HttpField[] fields, @Nullable ByteBuffer body) {
    Seat mine = seat;
    if (mine == null) {
      whole(answer, fields, body);
    } else {
      mine.send(this, answer, fields, body);
    }
  }

  /** A whole answer that the cache does not hear of. */
  void whole(int answer, HttpField[] fields, @Nullable ByteBuffer body) {
    boolean measured = begin(answer, fields);
    if (body != null && !measured) {
      response.getHeaders().add(ContentLengths.of(body.remaining()));
    }
    ending = true;
    response.write(true, body, this);
  }

  /** Status and headers of an answer that is written piece by piece, by the one who claimed. */
  public void head(int answer, HttpField[] fields) {
    Seat mine = seat;
    if (mine != null) {
      mine.begun(this, answer);
    }
    boolean unused = begin(answer, fields);
  }

  /** Says whether the fields tell the length of the body. */
  private boolean begin(int answer, HttpField[] fields) {
    status = (short) answer;
    response.setStatus(answer);
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(id);
    boolean measured = false;
    for (HttpField field : fields) {
      headers.add(field);
      measured |= field.getHeader() == HttpHeader.CONTENT_LENGTH;
    }
    return measured;
  }

  /** A piece of the answer; one at a time. Pass this exchange as the callback of the last. */
  public void write(boolean last, ByteBuffer piece, Callback done) {
    ending = last;
    response.write(last, piece, done);
  }

  /**
   * Hands the connection over to another protocol, by the one who claimed; the exchange lasts until
   * {@link #succeeded}. False: it could not be, and the connection is broken.
   */
  public boolean upgrade(HttpField[] fields, Upgrade how) {
    head(HttpStatus.SWITCHING_PROTOCOLS_101, fields);
    upgraded = true;
    lasts();
    try {
      if (how.upgrade(request, response, Callback.from(callback::succeeded, this::notSwitched))) {
        return true;
      }
    } catch (RuntimeException e) {
      LOG.warn("request {}: the protocol could not be changed: {}", id(), e.toString());
    }
    upgraded = false;
    breakOff("the protocol could not be changed");
    return false;
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
      over(why.status(), new CutShort(why, detail));
    }
  }

  /** Breaks the connection, because the answer that has begun cannot be finished. */
  public void breakOff(String why) {
    if (STATE.compareAndSet(this, ANSWERING, DONE)) {
      over(Refusal.DEPLOYMENT_FAILED.status(), new QuietException.Exception(why));
    }
  }

  /** The answer stays open from here on: it has no deadline, and is counted now. */
  public void lasts() {
    lasting = true;
    count(status, System.nanoTime());
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

  /**
   * When it takes long: no idle timeout of the connection ends it, and its client is watched, so
   * that nobody works for one that is gone. Called by the sweeper, now and then.
   */
  void attend(long now) {
    Handling worker = handling;
    if (lasting && worker != null) {
      worker.tick(now);
    }
    if (!upgraded && now - arrived >= ClientWatch.AFTER_NANOS) {
      watch = watch == null ? new ClientWatch(request, () -> clientGone(true)) : watch;
      watch.attend();
    }
  }

  /** It waits now: says so to those who ask, and asks to be told when the client goes. */
  void waits() {
    if (!queued) {
      queued = true;
      request.addIdleTimeoutListener(timeout -> false);
      request.addFailureListener(gone -> clientGone(handling == null));
    }
  }

  /** What it is to the cache from here on; to be said before it is offered to a target. */
  void sit(@Nullable Seat newSeat) {
    seat = newSeat;
  }

  @Override
  public void succeeded() {
    if (STATE.compareAndSet(this, ANSWERING, DONE)) {
      finish(status, sentAt());
      if (!upgraded) {
        callback.succeeded();
      }
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

  private void notSwitched(Throwable cause) {
    cut();
    failed(cause);
    callback.failed(cause);
  }

  private void problem(Problems.Answer problem) {
    whole(problem.status(), problem.fields(), problem.body(id()));
  }

  private void clientGone(boolean sure) {
    boolean answering = sure && !ending && STATE.compareAndSet(this, ANSWERING, DONE);
    if (answering || (sure && STATE.compareAndSet(this, OPEN, DONE))) {
      cut();
      over(GONE, new Request.Handler.AbortException("the client is gone"));
    }
  }

  private void cut() {
    Handling worker = handling;
    if (worker != null) {
      worker.cut();
    }
  }

  private void over(int counted, Throwable cause) {
    finish(counted, System.nanoTime());
    if (!upgraded) {
      callback.failed(cause);
    }
  }

  /** A look at the clock is a good part of what a small request costs; the connection had one. */
  private long sentAt() {
    return request.getConnectionMetaData().getConnection() instanceof Client client
        ? client.lastSent()
        : System.nanoTime();
  }

  private void finish(int counted, long now) {
    handling = null;
    inFlight.remove(this);
    route.deployment().through(this);
    if (queued) {
      route.deployment().leave(this);
    }
    if (!lasting) {
      count(counted, now);
    }
    Seat mine = seat;
    if (mine != null) {
      mine.over(this, counted);
    }
  }

  private void count(int counted, long now) {
    route.deployment().meter().request(counted, now - arrived);
  }
}
