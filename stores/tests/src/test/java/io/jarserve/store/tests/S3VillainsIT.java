package io.jarserve.store.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3VillainsIT extends CloudVillains {

  @TempDir private static Path place;
  private static S3Server server;
  private static FaultyProxy proxy;

  private final String url = "s3://" + S3Server.BUCKET + "/" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    StoresDirectory.use();
    server = S3Server.startForAnyone(place);
    proxy = FaultyProxy.start(server.address());
    S3Server.use(proxy.address());
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Override
  String url() {
    return url;
  }

  @Override
  FaultyProxy proxy() {
    return proxy;
  }
}
