package io.jarserve.store.tests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.checkpoint.CheckpointException;
import io.jarserve.server.checkpoint.CheckpointPath;
import io.jarserve.server.testing.CheckpointStoreContract;
import io.jarserve.server.testing.MachineLossDrill;
import io.jarserve.store.CheckpointStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store against a server that speaks S3, in a process of its own. */
class S3StoreIT extends CheckpointStoreContract {

  @TempDir private static Path directory;
  private static S3Server server;

  @TempDir private Path homes;

  @BeforeAll
  static void start() throws IOException {
    StoresDirectory.use();
    server = S3Server.start(directory);
    S3Server.use(server.address());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  protected CheckpointStore open() throws CheckpointException {
    return CheckpointPath.store(url());
  }

  @Test
  void open_ofABucketThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> CheckpointPath.open("s3://no-such-bucket/x"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("s3://no-such-bucket/x")
        .hasMessageContaining("404");
  }

  @Test
  void open_withoutABucket_saysHowToWriteIt() {
    assertThatThrownBy(() -> CheckpointPath.open("s3:///x"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("s3://bucket/path");
  }

  @Test
  @Timeout(300)
  void machine_lost_everythingComesBack() {
    new MachineLossDrill(homes, url(), server.environment()).run();
  }

  private static String url() {
    return "s3://" + S3Server.BUCKET + "/" + UUID.randomUUID() + "/serve";
  }
}
