package io.jarserve.server.admin;

import org.jspecify.annotations.Nullable;

/** A request that cannot be done as it is; carries what is answered. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  Refused(Answer answer) {
    super("status " + answer.status(), null, false, false);
    this.answer = answer;
  }

  /**
   * A parameter or a field does not fit.
   *
   * @param field its name or path; null for the body as a whole
   */
  static Refused badRequest(String detail, @Nullable String field) {
    return new Refused(Answer.problem(400, "Bad request", "bad_request", detail, field));
  }

  Answer answer() {
    return answer;
  }
}
