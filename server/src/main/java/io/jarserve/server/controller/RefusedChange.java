package io.jarserve.server.controller;

import io.jarserve.server.model.change.Outcome.Reason;
import io.jarserve.server.model.change.Outcome.Refused;
import java.util.Optional;

/** A change that is not carried out; inside of deciding only. */
final class RefusedChange extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient Optional<String> application;

  RefusedChange(Reason reason, Optional<String> application, String message) {
    super(message);
    this.reason = reason;
    this.application = application;
  }

  RefusedChange(Reason reason, String application, String message) {
    this(reason, Optional.of(application), message);
  }

  Refused outcome() {
    return new Refused(reason, application, String.valueOf(getMessage()));
  }
}
