package io.jarserve.store.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.testing.CheckpointStoreContract;
import io.jarserve.server.testing.MachineLossDrill;
import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class GcsStoreIT extends CheckpointStoreContract {

  private static GcsServer server;

  @TempDir private Path homes;

  @BeforeAll
  static void start() throws IOException {
    StoresDirectory.use();
    server = GcsServer.start();
    GcsServer.use(server.address());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected CheckpointStore open() throws CheckpointException {
    return CheckpointPath.store(url());
  }

  @Test
  void open_ofABucketThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> CheckpointPath.open("gs://no-such-bucket/x"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("gs://no-such-bucket/x")
        .hasMessageContaining("does not exist");
  }

  @Test
  void create_ofAFileThatCannotBeReadToItsEnd_leavesNothing() throws Exception {
    try (CheckpointStore store = open()) {
      assertThatThrownBy(() -> store.create("artifacts/a.jar", new Torn()))
          .isInstanceOf(IOException.class);

      assertThat(store.get("artifacts/a.jar")).isEmpty();
    }
  }

  @Test
  @Timeout(300)
  void machine_lost_everythingComesBack() {
    new MachineLossDrill(homes, url(), server.environment()).run();
  }

  private static String url() {
    return "gs://" + GcsServer.BUCKET + "/" + UUID.randomUUID() + "/serve";
  }

  /** Whole for the checksum, and broken off when it is sent. */
  private static final class Torn implements Content {
    private int opened;

    @Override
    public long size() {
      return 3_000_000;
    }

    @Override
    public InputStream open() {
      opened++;
      InputStream whole = new ByteArrayInputStream(new byte[3_000_000]);
      return opened == 1 ? new BreakingOff(whole) : whole;
    }
  }

  private static final class BreakingOff extends FilterInputStream {
    private int left = 2_000_000;

    BreakingOff(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("the disk is gone");
      }
      int read = super.read(bytes, offset, Math.min(length, left));
      left -= read;
      return read;
    }
  }
}
