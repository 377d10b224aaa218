package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.VillainStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that fails after it has written, or returns something else than was written. */
class LostAnswersTest {

  private final String name = UUID.randomUUID().toString();
  private final VillainStore.Place place = VillainStore.place(name);
  private Checkpoints checkpoints;

  @BeforeEach
  void open() throws Exception {
    checkpoints = reopened();
    checkpoints.load();
    checkpoints.save(Wanted.of("1"));
  }

  @Test
  void save_whoseAnswerWasLost_isFoundToBeOursAtTheNextTry() throws Exception {
    place.after(LostAnswersTest::fail);
    assertThatThrownBy(() -> checkpoints.save(Wanted.of("2")))
        .hasMessageContaining("answer is lost");
    place.heal();

    checkpoints.save(Wanted.of("2"));

    assertThat(place.objects()).containsOnlyKeys(States.name(1), States.name(2));
    assertThat(reopened().load().state()).isEqualTo(Wanted.of("2"));
  }

  @Test
  void save_ofAnotherStateAfterALostAnswer_goesOnBehindIt() throws Exception {
    place.after(LostAnswersTest::fail);
    assertThatThrownBy(() -> checkpoints.save(Wanted.of("2")))
        .hasMessageContaining("answer is lost");
    place.heal();

    checkpoints.save(Wanted.of("3"));

    assertThat(place.objects()).containsOnlyKeys(States.name(1), States.name(2), States.name(3));
    assertThat(reopened().load().state()).isEqualTo(Wanted.of("3"));
  }

  @Test
  void save_whereTheNextNumberIsTakenByGarbage_passesItOverAfterThreeLooks() throws Exception {
    place.objects().put(States.name(2), "garbage".getBytes(StandardCharsets.UTF_8));
    for (int look = 1; look < 3; look++) {
      assertThatThrownBy(() -> checkpoints.save(Wanted.of("2")))
          .hasMessageContaining("no whole checkpoint");
    }

    checkpoints.save(Wanted.of("2"));

    assertThat(reopened().load().state()).isEqualTo(Wanted.of("2"));
    assertThat(place.objects()).containsKey(States.name(3));
  }

  @Test
  void load_ofAStoreThatReturnsGarbageOnce_isNotAStepBack() throws Exception {
    checkpoints.save(Wanted.of("2"));
    byte[] good = Map.copyOf(place.objects()).get(States.name(2));
    place.objects().put(States.name(2), new byte[] {1, 2, 3});
    place.before(
        (verb, what) -> {
          if (place.creations() == 2 && verb.equals("get")) {
            place.before((v, w) -> place.objects().put(States.name(2), good));
          }
        });

    Checkpoints.Loaded loaded = reopened().load();

    assertThat(loaded.state()).isEqualTo(Wanted.of("2"));
    assertThat(loaded.warnings()).isEmpty();
  }

  private Checkpoints reopened() {
    return new Checkpoints(new BoundedStore(new VillainStore("/" + name), "villain"));
  }

  private static void fail(String verb, String what) throws IOException {
    throw new IOException("the answer is lost");
  }
}
