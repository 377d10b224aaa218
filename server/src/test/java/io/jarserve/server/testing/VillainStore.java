package io.jarserve.server.testing;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Objects in memory, and everything that can be wrong with a store, at the test's will. Opened as
 * {@code custom://io.jarserve.server.testing.VillainStore/name}, it has the objects and the faults
 * of that name, whoever opens it.
 */
public final class VillainStore implements CheckpointStore {

  private static final Map<String, Place> PLACES = new ConcurrentHashMap<>();

  private final Place place;

  /** A fault, asked before each call. */
  public interface Fault {
    /** Does its harm: throws, or does not return for a while. */
    void strike(String verb, String name) throws Exception;
  }

  /** What all stores of one name have in common. */
  public static final class Place {
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final AtomicInteger creations = new AtomicInteger();
    private volatile Fault before = (verb, name) -> {};
    private volatile Fault after = (verb, name) -> {};
    private volatile boolean unconditional;
    private volatile @Nullable Fault looked;

    /** Strikes before anything is done. */
    public void before(Fault fault) {
      before = fault;
    }

    /** Strikes when it is done, so that nobody hears of it. */
    public void after(Fault fault) {
      after = fault;
    }

    /** Works as it should from now on. */
    public void heal() {
      before = (verb, name) -> {};
      after = (verb, name) -> {};
      unconditional = false;
      looked = null;
    }

    /** Accepts the condition on {@code create} and passes over it. */
    public void ignoreConditions() {
      unconditional = true;
    }

    /** Looks whether there is one, lets that happen, and writes then. */
    public void lookBeforeWriting(Fault between) {
      looked = between;
    }

    /** What is there, by name. */
    public Map<String, byte[]> objects() {
      return objects;
    }

    /** How often anything was made, or tried to be. */
    public int creations() {
      return creations.get();
    }
  }

  /**
   * @param path names the place
   */
  public VillainStore(String path) {
    this.place = place(path.substring(1));
  }

  /** The place of that name. */
  public static Place place(String name) {
    return PLACES.computeIfAbsent(name, n -> new Place());
  }

  /** Where that place is, for {@code --checkpoint-path}. */
  public static String url(String name) {
    return "custom://" + VillainStore.class.getName() + "/" + name;
  }

  @Override
  public boolean create(String name, Content content) throws IOException {
    strike(place.before, "create", name);
    place.creations.incrementAndGet();
    byte[] bytes;
    try (InputStream in = content.open()) {
      bytes = in.readAllBytes();
    }
    boolean created = place.unconditional ? put(name, bytes) : putIfAbsent(name, bytes);
    strike(place.after, "create", name);
    return created;
  }

  private boolean putIfAbsent(String name, byte[] bytes) throws IOException {
    Fault between = place.looked;
    if (between == null) {
      return place.objects.putIfAbsent(name, bytes) == null;
    } else if (place.objects.containsKey(name)) {
      return false;
    }
    strike(between, "create", name);
    return put(name, bytes);
  }

  private boolean put(String name, byte[] bytes) {
    place.objects.put(name, bytes);
    return true;
  }

  @Override
  public Optional<InputStream> get(String name) throws IOException {
    strike(place.before, "get", name);
    return Optional.ofNullable(place.objects.get(name)).map(ByteArrayInputStream::new);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    strike(place.before, "list", prefix);
    return place.objects.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public void delete(String name) throws IOException {
    strike(place.before, "delete", name);
    place.objects.remove(name);
  }

  private static void strike(Fault fault, String verb, String name) throws IOException {
    try {
      fault.strike(verb, name);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
