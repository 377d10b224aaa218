package io.jarserve.store.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
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

  /** Soon enough that the operator hears why, and not only that nothing came. */
  private static final Duration NO_MORE_TRIES_AFTER = Duration.ofSeconds(7);

  private static final int MOST_TRIES = 4;

  private GcsClients() {}

  static Storage open() {
    HttpStorageOptions.Builder options =
        StorageOptions.http()
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setConnectTimeout((int) CONNECT.toMillis())
                    .setReadTimeout((int) READ.toMillis())
                    .build())
            .setRetrySettings(
                ServiceOptions.getDefaultRetrySettings().toBuilder()
                    .setMaxAttempts(MOST_TRIES)
                    .setInitialRetryDelayDuration(Duration.ofMillis(250))
                    .setTotalTimeoutDuration(NO_MORE_TRIES_AFTER)
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
