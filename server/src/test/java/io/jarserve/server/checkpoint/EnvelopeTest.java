package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.checkpoint.Envelope.DamagedException;
import io.jarserve.server.checkpoint.Envelope.UnknownFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static final byte[] STATE =
      "{\"applications\":[{\"name\":\"a\"}]}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] WHOLE = Envelope.wrap(12, STATE);

  @Test
  void unwrap_ofWhatWasWrapped_isTheState() throws Exception {
    assertThat(Envelope.unwrap(12, WHOLE)).isEqualTo(STATE);
  }

  @Test
  void unwrap_withAnyBitFlipped_isRefused() {
    for (int bit = 0; bit < WHOLE.length * 8; bit++) {
      byte[] flipped = WHOLE.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> Envelope.unwrap(12, flipped))
          .as("bit %d", bit)
          .isInstanceOfAny(DamagedException.class, UnknownFormatException.class);
    }
  }

  @Test
  void unwrap_cutOffOrLengthened_isRefused() {
    for (int length = 0; length < WHOLE.length + 3; length++) {
      byte[] cut = Arrays.copyOf(WHOLE, length);
      if (length != WHOLE.length) {
        assertThatThrownBy(() -> Envelope.unwrap(12, cut))
            .as("length %d", length)
            .isInstanceOf(DamagedException.class);
      }
    }
  }

  @Test
  void unwrap_underAnotherNumber_saysWhichItIs() {
    assertThatThrownBy(() -> Envelope.unwrap(13, WHOLE))
        .isInstanceOf(DamagedException.class)
        .hasMessage("says that it is number 12");
  }
}
