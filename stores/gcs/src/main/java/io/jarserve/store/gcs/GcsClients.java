package io.jarserve.store.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.HttpStorageOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.time.Duration;

/** Makes the library's client as its users expect it: from the environment and the usual files. */
final class GcsClients {

  private static final String EMULATOR = "STORAGE_EMULATOR_HOST";
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration READ = Duration.ofSeconds(10);

  private GcsClients() {}

  static Storage open() {
    HttpStorageOptions.Builder options =
        StorageOptions.http()
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout((int) CONNECT.toMillis())
                    .setReadTimeout((int) READ.toMillis())
                    .build());
    String emulator = System.getProperty(EMULATOR, System.getenv(EMULATOR));
    if (emulator != null && !emulator.isBlank()) {
      options
          .setHost(emulator.contains("://") ? emulator : "http://" + emulator)
          .setProjectId("emulated")
          .setCredentials(NoCredentials.getInstance());
    }
    return options.build().getService();
  }
}
