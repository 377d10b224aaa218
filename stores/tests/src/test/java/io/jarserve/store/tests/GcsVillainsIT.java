package io.jarserve.store.tests;

import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GcsVillainsIT extends CloudVillains {

  private static GcsServer server;
  private static FaultyProxy proxy;

  private final String url = "gs://" + GcsServer.BUCKET + "/" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    StoresDirectory.use();
    server = GcsServer.start();
    proxy = FaultyProxy.start(server.address());
    GcsServer.use(proxy.address());
  }

  @AfterAll
  static void stop() {
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
