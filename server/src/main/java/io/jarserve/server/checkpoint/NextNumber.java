package io.jarserve.server.checkpoint;

import io.jarserve.server.files.Sha256;
import io.jarserve.server.json.Json;
import io.jarserve.server.model.WantedState;
import io.jarserve.store.Content;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The number that is to be taken next, and what was tried to be written under it: a try that seemed
 * to fail may have got through, and may still do so. Used by one thread.
 */
final class NextNumber {

  /** After so many looks at an object that is not whole, it is passed over. */
  private static final int MOST_LOOKS = 3;

  private final BoundedStore store;
  private final long number;
  private final Map<String, WantedState> tries = new HashMap<>();
  private int looks;

  /** What became of a try. */
  sealed interface Outcome {
    /** That state now has the number; an earlier try's, perhaps. */
    record Written(WantedState state) implements Outcome {}

    /** Another server has it. */
    record Lost() implements Outcome {}

    /** Nobody has a state there, and the number is used up. */
    record Burnt() implements Outcome {}
  }

  NextNumber(BoundedStore store, long number) {
    this.store = store;
    this.number = number;
  }

  long number() {
    return number;
  }

  /**
   * Tries to give a state this number.
   *
   * @throws IOException when it is not known whether that was done
   */
  Outcome take(WantedState state) throws IOException {
    byte[] content = Envelope.wrap(number, Json.write(state));
    tries.put(Sha256.hex(content), state);
    if (store.create(States.name(number), Content.of(content))) {
      return new Outcome.Written(state);
    }
    return taken();
  }

  private Outcome taken() throws IOException {
    byte[] there =
        store
            .get(States.name(number), States.MOST_BYTES)
            .orElseThrow(() -> new IOException(States.name(number) + " is taken but not there"));
    WantedState ours = tries.get(Sha256.hex(there));
    if (ours != null) {
      return new Outcome.Written(ours);
    }
    return isWhole(there) ? new Outcome.Lost() : damaged();
  }

  private boolean isWhole(byte[] there) {
    try {
      Envelope.unwrap(number, there);
      return true;
    } catch (Envelope.UnknownFormatException newer) {
      return true;
    } catch (Envelope.DamagedException e) {
      return false;
    }
  }

  private Outcome damaged() throws IOException {
    looks++;
    if (looks < MOST_LOOKS) {
      throw new IOException(
          States.name(number) + " is taken by something that is no whole checkpoint");
    }
    return new Outcome.Burnt();
  }
}
