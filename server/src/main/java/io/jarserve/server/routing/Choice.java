package io.jarserve.server.routing;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which targets are asked for somebody, and in which order. Stateless; allocates nothing but for a
 * model that nobody holds.
 */
public final class Choice {

  private static final int SCATTER = 0x9E3779B9;

  private Choice() {}

  /**
   * Who wants a target.
   *
   * @param <T> what kind of target it can take
   */
  @FunctionalInterface
  public interface Taker<T extends Target> {

    /** Takes the target, or finds it full or closed; then another one may be tried. */
    boolean takes(T target);
  }

  /** Of two at random the one with fewer exchanges first, then the other, then the rest. */
  public static <T extends Target> @Nullable T ofAll(T[] all, Taker<? super T> taker) {
    if (all.length <= 1) {
      return all.length == 1 && taker.takes(all[0]) ? all[0] : null;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int one = random.nextInt(all.length);
    int other = random.nextInt(all.length - 1);
    other = other < one ? other : other + 1;
    T taken = ofTwo(all[one], all[other], taker);
    return taken != null ? taken : inOrder(all, one, false, taker);
  }

  /**
   * The same among those that hold a model; then, as those may be full, among all.
   *
   * @param asker by whom the model is known to come if nobody holds it yet
   */
  public static <T extends Target> @Nullable T ofHolders(
      T[] all, String model, Taker<? super T> taker, ComingModels coming, Object asker) {
    int start = ThreadLocalRandom.current().nextInt(Math.max(1, all.length));
    int one = holder(all, model, start, all.length);
    if (one < 0) {
      return ofNone(all, model, taker, coming, asker);
    }
    int passed = Math.floorMod(one - start, all.length) + 1;
    int other = holder(all, model, start + passed, all.length - passed);
    T taken = other < 0 ? ofOne(all, all[one], taker) : ofTwo(all[one], all[other], taker);
    taken = taken != null || other < 0 ? taken : ofFurther(all, model, other, taker);
    return taken != null ? taken : ofAll(all, taker);
  }

  /**
   * For a model that nobody holds: the same target for all who ask before one has begun to load it,
   * so that it is loaded once; one that need not let another model go, if there is one.
   */
  private static <T extends Target> @Nullable T ofNone(
      T[] all, String model, Taker<? super T> taker, ComingModels coming, Object asker) {
    if (all.length == 0) {
      return null;
    }
    int start = place(model, all.length);
    T first = all[roomy(all, start)];
    Target known = coming.claim(model, first, asker);
    int since = holder(all, model, start, all.length); // by one who was through before the claim
    Target there = known == null ? first : known;
    T wanted = ofOne(all, since < 0 ? there : all[since], taker);
    if (wanted != null) {
      return wanted;
    }
    if (known == null) {
      coming.through(model, asker);
    }
    T taken = inOrder(all, start, true, taker);
    return taken != null ? taken : inOrder(all, start, false, taker);
  }

  /** Where to look first for a place for a model: the same at all times, and another for others. */
  private static int place(String model, int count) {
    int hash = model.hashCode() * SCATTER;
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }

  /** The first from there on that need not let another model go; the start if there is none. */
  private static int roomy(Target[] all, int start) {
    for (int i = 0; i < all.length; i++) {
      int index = (start + i) % all.length;
      if (all[index].hasRoom()) {
        return index;
      }
    }
    return start;
  }

  private static <T extends Target> @Nullable T ofOne(
      T[] all, Target wanted, Taker<? super T> taker) {
    for (T target : all) {
      if (target.equals(wanted)) {
        return taker.takes(target) ? target : null;
      }
    }
    return null;
  }

  private static <T extends Target> @Nullable T ofTwo(T one, T other, Taker<? super T> taker) {
    boolean swap = other.ongoing() < one.ongoing();
    T first = swap ? other : one;
    if (taker.takes(first)) {
      return first;
    }
    T second = swap ? one : other;
    return taker.takes(second) ? second : null;
  }

  private static <T extends Target> @Nullable T inOrder(
      T[] all, int start, boolean roomy, Taker<? super T> taker) {
    for (int i = 0; i < all.length; i++) {
      T next = all[(start + i) % all.length];
      if ((!roomy || next.hasRoom()) && taker.takes(next)) {
        return next;
      }
    }
    return null;
  }

  private static <T extends Target> @Nullable T ofFurther(
      T[] all, String model, int known, Taker<? super T> taker) {
    for (int i = 1; i < all.length; i++) {
      T next = all[(known + i) % all.length];
      if (next.holds(model) && taker.takes(next)) {
        return next;
      }
    }
    return null;
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
