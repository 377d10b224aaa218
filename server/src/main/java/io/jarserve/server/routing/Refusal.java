package io.jarserve.server.routing;

/** Why a request gets an answer that is not the deployment's; each with a word of its own. */
public enum Refusal {
  NO_ROUTE(404, "no_route", "No route"),
  BODY_TOO_LARGE(413, "body_too_large", "Request body too large"),
  QUEUE_FULL(429, "queue_full", "Queue full", true),
  DEPLOYMENT_FAILED(500, "deployment_failed", "Deployment failed"),
  NO_HEALTHY_REPLICA(503, "no_healthy_replica", "No healthy replica", true),
  SHUTTING_DOWN(503, "shutting_down", "Shutting down", true),
  DEADLINE(504, "deadline", "Deadline passed");

  private final int status;
  private final String reason;
  private final String title;
  private final boolean retry;

  Refusal(int status, String reason, String title) {
    this(status, reason, title, false);
  }

  Refusal(int status, String reason, String title, boolean retry) {
    this.status = status;
    this.reason = reason;
    this.title = title;
    this.retry = retry;
  }

  public int status() {
    return status;
  }

  /** The word that programs go by. */
  public String reason() {
    return reason;
  }

  /** The words that people go by. */
  public String title() {
    return title;
  }

  /** Whether the same request may succeed a second later. */
  public boolean retry() {
    return retry;
  }
}
