package io.jarserve.server.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.testing.CheckpointStoreContract;
import io.jarserve.server.testing.DirectoryStore;
import io.jarserve.store.CheckpointStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomStoreTest extends CheckpointStoreContract {

  @TempDir private Path directory;

  @Override
  protected CheckpointStore open() throws IOException {
    return open(DirectoryStore.class.getName() + directory);
  }

  @Test
  void open_ofAClassThatIsNotThere_saysWhereToPutIt() {
    assertThatThrownBy(() -> open("demo.Missing/x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("class demo.Missing of the checkpoint path custom://demo.Missing/x")
        .hasMessageContaining("stores/custom");
  }

  @Test
  void open_ofAClassThatIsNoStore_saysWhatItMustBe() {
    assertThatThrownBy(() -> open("java.lang.String/x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not implement io.jarserve.store.CheckpointStore");
  }

  @Test
  void open_ofAClassWhoseConstructorThrows_saysWhatItThrew() {
    assertThatThrownBy(() -> open(Refusing.class.getName() + "/x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such bucket");
  }

  @Test
  void open_ofAClassWithoutTheConstructor_saysWhichItNeeds() {
    assertThatThrownBy(() -> open(Narrow.class.getName() + "/x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a public constructor that takes a String");
  }

  private static CheckpointStore open(String place) throws IOException {
    return new CustomStoreProvider().open(URI.create("custom://" + place));
  }

  /** Throws. */
  public static final class Refusing extends NoVerbs {
    public Refusing(String path) {
      throw new IllegalArgumentException("no such bucket: " + path);
    }
  }

  /** Has another constructor. */
  public static final class Narrow extends NoVerbs {}
}
