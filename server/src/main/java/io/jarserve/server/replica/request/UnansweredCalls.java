package io.jarserve.server.replica.request;

import io.jarserve.api.HandleException;
import io.jarserve.server.routing.Refusal;

/** What a client gets when a deployment could not call another and did not catch it. Stateless. */
final class UnansweredCalls {

  private UnansweredCalls() {}

  static Refusal refusal(HandleException why) {
    return switch (why.status()) {
      case 429 -> Refusal.QUEUE_FULL;
      case 503 -> Refusal.NO_HEALTHY_REPLICA;
      case 504 -> Refusal.DEADLINE;
      default -> Refusal.DEPLOYMENT_FAILED;
    };
  }
}
