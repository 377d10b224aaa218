package io.jarserve.server.replica.request;

/** Lets the author's code write an answer, on a thread of the generation. Stateless. */
final class Writing {

  private Writing() {}

  /** Writes the whole answer, waiting while the client is slow, and ends the call. */
  static void write(ReplicaCall call, Answer answer, Answer.Writer writer) {
    AnswerStream out = new AnswerStream(call.exchange(), answer);
    Throwable failure = null;
    try {
      writer.writeTo(out);
      out.checkWhole();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    call.ended();
    if (failure == null) {
      out.finish();
    } else {
      brokeOff(call, out, failure);
    }
  }

  private static void brokeOff(ReplicaCall call, AnswerStream out, Throwable failure) {
    if (!out.begun()) {
      Failures.answer(call, failure);
    } else if (!out.clientGone()) {
      Failures.log(call, "handle", failure);
      call.exchange().breakOff("the deployment failed while it wrote the answer");
    }
  }
}
