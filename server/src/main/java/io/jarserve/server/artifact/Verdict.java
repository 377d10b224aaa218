package io.jarserve.server.artifact;

import io.jarserve.server.artifact.jar.RefusedException;
import io.jarserve.server.artifact.jar.RefusedException.Fault;
import io.jarserve.server.model.Digest;
import java.util.Optional;

/** What became of looking into a file. */
sealed interface Verdict {

  /** A JAR that is good; the store holds its artifact once for this verdict. */
  record Good(Artifact artifact) implements Verdict {}

  /** An options file that is understood as far as it can be without its JAR. */
  record Options(OptionsFile options) implements Verdict {}

  /** Nothing can be made of it. */
  record Refused(Optional<String> application, Optional<Digest> digest, Fault fault, String reason)
      implements Verdict {

    static Refused of(RefusedException e) {
      return new Refused(Optional.empty(), Optional.empty(), e.fault(), e.reason());
    }
  }

  /** It was written to while being looked into. */
  record Changed() implements Verdict {}
}
