package io.jarserve.server.replica.request;

import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Handling;
import io.jarserve.server.routing.Refusal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@code handle}, from the taken slot to the slot given back.
 *
 * <p><b>Being cut.</b> Whoever ends the exchange from outside calls {@link #cut} on any thread: the
 * body is shut, the thread that runs plugin code is interrupted. Between {@code CUTTING} and {@code
 * CUT} the running thread waits for its interrupt, so that it reaches no other request. Until the
 * plugin's code really returns the slot stays taken and counts as overdue.
 */
final class ReplicaCall implements Runnable, Handling {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaCall.class);

  private static final String BAD_REQUEST = "bad_request";

  private static final int WAITING = 0;
  private static final int COLLECTING = 1;
  private static final int RUNNING = 2;
  private static final int CUTTING = 3;
  private static final int CUT = 4;
  private static final int RETURNED = 5;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ReplicaCall.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReplicaTarget target;
  private final Exchange exchange;
  private final @Nullable RequestBody body;
  private final CurrentCall current;
  private volatile int state = WAITING;

  /** Who is to be interrupted; never a thread of Jetty's. */
  private volatile @Nullable Thread runner;

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
      current.run(() -> serve(new PluginRequest(exchange, target.json(), body)));
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
    } else if (become(RUNNING, CUTTING)) {
      target.overdue(1);
      closeBody();
      interrupt();
      state = CUT;
    }
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
      ended();
      failed(cause);
    }
  }

  private void serveHere(byte[] content, int before) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    thread.setContextClassLoader(target.loader());
    try {
      if (become(before, RUNNING)) {
        current.run(() -> serveIfOpen(new PluginRequest(exchange, target.json(), content)));
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
      Response response = target.handler().handle(request);
      answer = target.answers().of(response);
      if (answer.writer() != null) {
        stream(answer, answer.writer());
        return;
      }
    } catch (Throwable thrown) {
      ended();
      failed(thrown);
      return;
    }
    ended();
    if (exchange.claim()) {
      exchange.send(answer.status(), answer.fields(), answer.content());
    }
  }

  private void stream(Answer answer, Answer.Writer writer) {
    if (runner != null) {
      write(answer, writer);
    } else if (!target.execute(() -> writeLater(answer, writer))) {
      ended();
      exchange.refuse(Refusal.DEPLOYMENT_FAILED, "no thread could be had to write the answer");
    }
  }

  private void writeLater(Answer answer, Answer.Writer writer) {
    runner = Thread.currentThread();
    if (state == RUNNING) {
      current.run(() -> write(answer, writer));
    } else {
      ended();
    }
  }

  private void write(Answer answer, Answer.Writer writer) {
    AnswerStream out = new AnswerStream(exchange, answer);
    Throwable failure = null;
    try {
      writer.writeTo(out);
      out.checkWhole();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    ended();
    if (failure == null) {
      out.finish();
    } else {
      brokeOff(out, failure);
    }
  }

  private void brokeOff(AnswerStream out, Throwable failure) {
    if (!out.begun()) {
      failed(failure);
    } else if (!out.clientGone()) {
      log(failure);
      exchange.breakOff("the deployment failed while it wrote the answer");
    }
  }

  private void failed(Throwable thrown) {
    if (thrown instanceof RequestException refusal) {
      refused(refusal);
    } else if (body != null && body.isBroken()) {
      exchange.refuse(400, BAD_REQUEST, "the body did not arrive as announced");
    } else if (exchange.isOpen()) {
      log(thrown);
      exchange.refuse(
          Refusal.DEPLOYMENT_FAILED, "the log of the server tells why, under this request id");
    }
  }

  /** Its methods may be a plugin's, and do anything. */
  private void refused(RequestException refusal) {
    int status = 400;
    String detail = "the deployment does not accept this request";
    String field = null;
    HttpField[] headers = {};
    try {
      detail = String.valueOf(refusal.getMessage());
      status = Math.max(400, Math.min(499, refusal.status()));
      field = refusal.field().orElse(null);
      headers = Answers.beside(refusal.headers());
    } catch (Throwable thrown) {
      log(thrown);
    }
    boolean tooLarge = refusal instanceof BodyTooLarge;
    String reason = tooLarge ? BodyTooLarge.REASON : BAD_REQUEST;
    exchange.refuse(status, reason, detail, field, headers);
  }

  /** Strings only: a throwable that a log appender keeps would keep its class loader. */
  private void log(Throwable thrown) {
    PluginException told = PluginException.of("handle", thrown);
    LOG.error(
        "request {} failed in {}: {}\n{}",
        exchange.id(),
        target.id(),
        told.getMessage(),
        told.trace());
  }

  private void ended() {
    if (!become(RUNNING, RETURNED)) {
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

  private boolean become(int from, int to) {
    return STATE.compareAndSet(this, from, to);
  }
}
