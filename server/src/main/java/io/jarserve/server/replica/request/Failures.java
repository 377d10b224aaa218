package io.jarserve.server.replica.request;

import io.jarserve.api.HandleException;
import io.jarserve.api.RequestException;
import io.jarserve.server.plugin.PluginException;
import io.jarserve.server.routing.Exchange;
import io.jarserve.server.routing.Refusal;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http.HttpField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the code of a deployment threw into answers and lines of the log. Stateless. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaCall.class);
  private static final String BAD_REQUEST = "bad_request";

  private Failures() {}

  /** Answers for a call that threw, unless somebody else answers. */
  static void answer(ReplicaCall call, Throwable thrown) {
    Exchange exchange = call.exchange();
    Throwable cause = ofStage(thrown);
    if (cause instanceof RequestException refusal) {
      refuse(call, refusal);
    } else if (cause instanceof HandleException why) {
      unanswered(call, why);
    } else if (call.bodyIsBroken()) {
      exchange.refuse(400, BAD_REQUEST, "the body did not arrive as announced");
    } else if (exchange.isOpen()) {
      log(call, "handle", thrown);
      exchange.refuse(
          Refusal.DEPLOYMENT_FAILED, "the log of the server tells why, under this request id");
    }
  }

  static void log(ReplicaCall call, String what, Throwable thrown) {
    log(call.current(), what, thrown);
  }

  /** Runs code of the plugin; what it throws is logged. */
  static void guard(CurrentCall call, String what, Runnable code) {
    try {
      code.run();
    } catch (Throwable thrown) {
      log(call, what, thrown);
    }
  }

  /** Strings only: a throwable that a log appender keeps would keep its class loader. */
  private static void log(CurrentCall call, String what, Throwable thrown) {
    PluginException told = PluginException.of(what, thrown);
    String request = call.isInRequest() ? "request " + call.id() : "work outside of a request";
    LOG.error("{} failed in {}: {}\n{}", request, call.replica(), told.getMessage(), told.trace());
  }

  /** What a stage failed with, without what the stage put around it. */
  static Throwable ofStage(Throwable thrown) {
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    Throwable cause = wrapper ? thrown.getCause() : null;
    return cause == null ? thrown : cause;
  }

  /** A call that it made was not answered, which stands in the answer to this one. */
  private static void unanswered(ReplicaCall call, HandleException why) {
    Refusal refusal = UnansweredCalls.refusal(why);
    if (refusal == Refusal.DEPLOYMENT_FAILED) {
      log(call, "handle", why);
    }
    call.exchange().refuse(refusal, String.valueOf(why.getMessage()));
  }

  /** Its methods may be a plugin's, and do anything. */
  private static void refuse(ReplicaCall call, RequestException refusal) {
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
      log(call, "handle", thrown);
    }
    boolean tooLarge = refusal instanceof BodyTooLarge;
    String reason = tooLarge ? BodyTooLarge.REASON : BAD_REQUEST;
    call.exchange().refuse(status, reason, detail, field, headers);
  }
}
