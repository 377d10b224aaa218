package io.jarserve.server.routing;

import java.util.concurrent.ThreadLocalRandom;

/** Which targets are asked for an exchange, and in which order. Stateless; allocates nothing. */
final class Choice {

  private static final int SCATTER = 0x9E3779B9;

  private Choice() {}

  /** Of two at random the one with fewer exchanges first, then the other, then the rest. */
  static boolean ofAll(Target[] all, Exchange exchange) {
    if (all.length <= 1) {
      return all.length == 1 && all[0].offer(exchange);
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int one = random.nextInt(all.length);
    int other = random.nextInt(all.length - 1);
    other = other < one ? other : other + 1;
    return ofTwo(all[one], all[other], exchange) || ofRest(all, one, exchange);
  }

  /** The same among those that hold a model; then, as those may be full, among all. */
  static boolean ofHolders(Target[] all, String model, Exchange exchange) {
    int start = ThreadLocalRandom.current().nextInt(Math.max(1, all.length));
    int one = holder(all, model, start, all.length);
    if (one < 0) {
      return ofNone(all, model, exchange);
    }
    int passed = Math.floorMod(one - start, all.length) + 1;
    int other = holder(all, model, start + passed, all.length - passed);
    boolean taken = other < 0 ? all[one].offer(exchange) : ofTwo(all[one], all[other], exchange);
    return taken || ofFurther(all, model, other, exchange) || ofAll(all, exchange);
  }

  /**
   * For a model that nobody holds: the same target for all who ask before one has begun to load it,
   * so that it is loaded once; one that need not let another model go, if there is one.
   */
  private static boolean ofNone(Target[] all, String model, Exchange exchange) {
    int start = place(model, all.length);
    return inOrder(all, start, true, exchange) || inOrder(all, start, false, exchange);
  }

  /** Where to look first for a place for a model: the same at all times, and another for others. */
  private static int place(String model, int count) {
    int hash = model.hashCode() * SCATTER;
    return Math.floorMod(hash ^ (hash >>> 16), Math.max(1, count));
  }

  private static boolean ofTwo(Target one, Target other, Exchange exchange) {
    boolean swap = other.ongoing() < one.ongoing();
    return (swap ? other : one).offer(exchange) || (swap ? one : other).offer(exchange);
  }

  private static boolean inOrder(Target[] all, int start, boolean roomy, Exchange exchange) {
    for (int i = 0; i < all.length; i++) {
      Target next = all[(start + i) % all.length];
      if ((!roomy || next.hasRoom()) && next.offer(exchange)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ofRest(Target[] all, int start, Exchange exchange) {
    for (int i = 1; i < all.length; i++) {
      if (all[(start + i) % all.length].offer(exchange)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ofFurther(Target[] all, String model, int known, Exchange exchange) {
    for (int i = 1; known >= 0 && i < all.length; i++) {
      Target next = all[(known + i) % all.length];
      if (next.holds(model) && next.offer(exchange)) {
        return true;
      }
    }
    return false;
  }

  /** The first of so many from there on, round the end, that holds a model; -1 for none. */
  private static int holder(Target[] all, String model, int start, int count) {
    for (int i = 0; i < count; i++) {
      int index = (start + i) % all.length;
      if (all[index].holds(model)) {
        return index;
      }
    }
    return -1;
  }
}
