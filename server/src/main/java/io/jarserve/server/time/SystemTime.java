package io.jarserve.server.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;

/** The time of the machine. Nobody moves it, so it has nobody to wait for and nothing to tell. */
final class SystemTime implements Time {

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public <T> BlockingDeque<T> queue() {
    return new LinkedBlockingDeque<>();
  }

  @Override
  public void began() {}

  @Override
  public void ended() {}

  @Override
  public void whenMoved(Consumer<Duration> follower) {}
}
