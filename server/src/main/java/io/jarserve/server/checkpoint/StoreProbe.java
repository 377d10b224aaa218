package io.jarserve.server.checkpoint;

import io.jarserve.server.files.Trouble;
import io.jarserve.store.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tries out at the start what everything rests on: that an object is made only where there is none.
 * Some stores accept the condition and pass over it; some look first and write then, and have two
 * winners when two write at once. The latter is a matter of luck: a race that shows nothing proves
 * nothing. Stateless.
 */
final class StoreProbe {

  private static final int MOST_BYTES = 1024;
  private static final int RACES = 4;
  private static final int RACERS = 4;

  private StoreProbe() {}

  /**
   * What came of it.
   *
   * @param winners who were told that theirs was made
   * @param failed how many heard nothing, of too many requests for one object for example: each of
   *     them may have won
   */
  private record Race(List<String> winners, int failed) {}

  /**
   * Writes a few objects of its own, and removes them again.
   *
   * @throws CheckpointException when the store cannot be used, or must not be; says what to do
   */
  static void check(BoundedStore store) throws CheckpointException {
    try {
      Optional<String> fault = inTurn(store);
      for (int race = 0; race < RACES && fault.isEmpty(); race++) {
        fault = atOnce(store);
      }
      if (fault.isPresent()) {
        throw unsafe(store, fault.get());
      }
    } catch (IOException e) {
      throw new CheckpointException(
          "the checkpoint path %s cannot be used: %s; make it reachable and give this user the right to create, read, list and delete objects there, or choose another with --checkpoint-path"
              .formatted(store.location(), Trouble.of(e)),
          e);
    }
  }

  private static CheckpointException unsafe(BoundedStore store, String fault) {
    return new CheckpointException(
        "the checkpoint path %s is no safe place: asked %s; two servers there could overwrite each other's state; choose a store that honours conditional writes with --checkpoint-path"
            .formatted(store.location(), fault),
        null);
  }

  private static Optional<String> inTurn(BoundedStore store) throws IOException {
    String name = newName();
    // false is no fault: when an answer gets lost, a client asks again and finds its own there
    boolean unused = store.create(name, content("first"));
    boolean second = store.create(name, content("second"));
    String there = text(store, name);
    store.delete(name);
    String asked = "to make an object only where there is none, it ";
    if (second) {
      return Optional.of(asked + "made it a second time");
    } else if (!there.equals("first")) {
      return Optional.of(asked + "changed the one that was there");
    }
    return Optional.empty();
  }

  private static Optional<String> atOnce(BoundedStore store) throws IOException {
    String name = newName();
    Race race = race(store, name);
    String there = text(store, name);
    store.delete(name);
    String asked =
        "by %s at once to make an object only where there is none, it ".formatted(RACERS);
    int winners = race.winners().size();
    if (winners > 1) {
      return Optional.of(asked + "told %s of them that theirs was made".formatted(winners));
    }
    boolean another = winners == 1 && !there.equals(race.winners().get(0));
    return another && race.failed() == 0
        ? Optional.of(asked + "kept another than the one of which it said so")
        : Optional.empty();
  }

  private static Race race(BoundedStore store, String name) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(RACERS, StoreProbe::daemon);
    try {
      CountDownLatch start = new CountDownLatch(RACERS);
      List<Future<Boolean>> racers = new ArrayList<>();
      for (int racer = 0; racer < RACERS; racer++) {
        racers.add(threads.submit(racer(store, name, "racer " + racer, start)));
      }
      return finished(racers);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Race finished(List<Future<Boolean>> racers) throws IOException {
    List<String> winners = new ArrayList<>();
    int failed = 0;
    for (int racer = 0; racer < RACERS; racer++) {
      try {
        if (racers.get(racer).get()) {
          winners.add("racer " + racer);
        }
      } catch (ExecutionException e) {
        failed++;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("trying the store out was interrupted", e);
      }
    }
    return new Race(winners, failed);
  }

  private static Callable<Boolean> racer(
      BoundedStore store, String name, String text, CountDownLatch start) {
    return () -> {
      start.countDown();
      start.await();
      return store.create(name, content(text));
    };
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "jarserve-checkpoint-probe");
    thread.setDaemon(true);
    return thread;
  }

  private static String newName() {
    return "probe/" + UUID.randomUUID();
  }

  private static String text(BoundedStore store, String name) throws IOException {
    byte[] there =
        store.get(name, MOST_BYTES).orElseThrow(() -> new IOException(name + " is not there"));
    return new String(there, StandardCharsets.UTF_8);
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
