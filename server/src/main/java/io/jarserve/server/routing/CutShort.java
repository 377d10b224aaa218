package io.jarserve.server.routing;

import org.eclipse.jetty.http.HttpException;

/**
 * An answer had begun when something put an end to it. Jetty breaks the connection for it, or,
 * where no byte has left yet, answers with its status.
 */
public final class CutShort extends HttpException.IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final Refusal why;
  private final String detail;

  CutShort(Refusal why, String detail) {
    super(why.status(), why.reason() + " after the answer began");
    this.why = why;
    this.detail = detail;
  }

  public Refusal why() {
    return why;
  }

  /** For people. */
  public String detail() {
    return detail;
  }
}
