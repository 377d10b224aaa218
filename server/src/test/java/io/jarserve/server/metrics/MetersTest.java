package io.jarserve.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
  private static final Pattern TYPE_LINE = Pattern.compile("(?m)^# TYPE (jarserve_\\S+) (\\w+)");
  private static final Pattern TABLE_ROW =
      Pattern.compile("(?m)^\\| `(jarserve_\\w+)` \\| (\\w+) ");

  /** Micrometer's companion of a summary. */
  private static final String DERIVED = "jarserve_controller_control_loop_duration_seconds_max";

  private final Meters meters = new Meters();

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void request_severalStatuses_oneSeriesEach() {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    meter.request(200, 1);
    meter.request(200, 1);
    meter.request(429, 1);

    assertThat(scrape())
        .containsEntry(requests("greet", "Greeter", "200"), 2.0)
        .containsEntry(requests("greet", "Greeter", "429"), 1.0)
        .doesNotContainKey(requests("greet", "Greeter", "500"));
  }

  @Test
  void request_notAnHttpStatus_countedAsOther() {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    List.of(-1, 0, 99, 600, Integer.MAX_VALUE).forEach(status -> meter.request(status, 1));

    assertThat(scrape()).containsEntry(requests("greet", "Greeter", "other"), 5.0);
  }

  @Test
  void traffic_betweenTwoLooks_isWhatHappenedBetween() {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    meter.request(500, 900_000_000);
    TrafficCounts before = meters.traffic("greet", "Greeter");
    meter.request(200, 1_000_000);
    meter.request(429, 3_000_000);
    meter.request(504, 4_000_000);
    meter.handleCall(500, 8_000_000);
    TrafficCounts between = meters.traffic("greet", "Greeter").since(before);

    assertThat(between.requests()).isEqualTo(4);
    assertThat(between.failed()).isEqualTo(2);
    assertThat(between.seconds()).isCloseTo(0.016, within(1e-9));
    assertThat(between.medianBound()).isEqualTo(0.005);
  }

  @Test
  void traffic_ofNobody_isNoneAndMakesNoSeries() {
    assertThat(meters.traffic("greet", "Greeter")).isEqualTo(TrafficCounts.NONE);
    assertThat(TrafficCounts.NONE.medianBound()).isZero();
    assertThat(scrape()).doesNotContainKey(requests("greet", "Greeter", "200"));
  }

  @Test
  void request_anyLatency_bucketsAreCumulativeAndBoundsInclusive() {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    meter.request(200, 0);
    meter.request(200, TimeUnit.MICROSECONDS.toNanos(500));
    meter.request(200, TimeUnit.MICROSECONDS.toNanos(500) + 1);
    meter.request(200, TimeUnit.SECONDS.toNanos(3));
    meter.request(200, TimeUnit.HOURS.toNanos(1));

    assertThat(scrape())
        .containsEntry(bucket("5.0E-4"), 2.0)
        .containsEntry(bucket("0.001"), 3.0)
        .containsEntry(bucket("2.0"), 3.0)
        .containsEntry(bucket("5.0"), 4.0)
        .containsEntry(bucket("60.0"), 4.0)
        .containsEntry(bucket("+Inf"), 5.0)
        .containsEntry(latency("count"), 5.0)
        .hasEntrySatisfying(latency("sum"), sum -> assertThat(sum).isBetween(3603.0, 3603.1));
  }

  @Test
  void request_manyThreads_nothingIsLost() throws InterruptedException {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    int threads = 4;
    int each = 20_000;
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> clients =
        Stream.generate(() -> new Thread(() -> request(meter, each, go))).limit(threads).toList();
    clients.forEach(Thread::start);
    go.countDown();
    for (Thread client : clients) {
      client.join();
    }

    assertThat(scrape())
        .containsEntry(requests("greet", "Greeter", "204"), (double) threads * each)
        .containsEntry(latency("count"), (double) threads * each);
  }

  @Test
  void deployment_askedTwice_sameMeter() {
    assertThat(meters.deployment("greet", "Greeter"))
        .isSameAs(meters.deployment("greet", "Greeter"));
  }

  @Test
  void remove_deployment_noSeriesLeftAndOthersStay() {
    DeploymentMeter removed = meters.deployment("greet", "Greeter");
    meters.deployment("greet", "Other").request(200, 1);
    meters.remove("greet", "Greeter");
    removed.request(200, 1);

    Map<String, Double> series = scrape();
    assertThat(series.keySet()).noneMatch(name -> name.contains("\"Greeter\""));
    assertThat(series).containsEntry(requests("greet", "Other", "200"), 1.0);
  }

  @Test
  void scrape_replicasAndRequestsUnderWay_readAtThatMoment() {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    int[] ongoing = {3};
    meter.watch(() -> ongoing[0], () -> 7);
    meter.replicas(Map.of("RUNNING", 2, "STARTING", 1));
    meter.replicas(Map.of("RUNNING", 4));
    ongoing[0] = 5;

    assertThat(scrape())
        .containsEntry(of("jarserve_num_ongoing_requests_at_replicas"), 5.0)
        .containsEntry(of("jarserve_deployment_queued_queries"), 7.0)
        .containsEntry(
            "jarserve_deployment_replicas"
                + "{application=\"greet\",deployment=\"Greeter\",state=\"RUNNING\"}",
            4.0);
    assertThat(meters.scrape()).doesNotContain("STARTING");
  }

  @Test
  void scrape_whatDeploymentsCount_allThere() {
    DeploymentMeter meter = meters.deployment("greet", "Greeter");
    meter.replicaStarted();
    meter.replicaStartFailed();
    meter.healthCheckFailed();
    meter.callAbandoned();

    assertThat(scrape())
        .containsEntry(of("jarserve_deployment_replica_starts_total"), 1.0)
        .containsEntry(of("jarserve_deployment_replica_start_failures_total"), 1.0)
        .containsEntry(of("jarserve_health_check_failures_total"), 1.0)
        .containsEntry(of("jarserve_abandoned_calls_total"), 1.0);
  }

  @Test
  void scrape_whatTheInstanceCounts_allThere() {
    meters.updateStarted();
    meters.updateFailed();
    meters.rolledBack();
    meters.fileRejected();
    meters.checkpointSaved();
    meters.checkpointFailed();
    meters.controllerLoop(TimeUnit.MILLISECONDS.toNanos(250));
    meters.watchPendingUnload(() -> 2);
    meters.watchLostLogLines(() -> 3);
    meters.unrouted().request(404, 1);

    assertThat(scrape())
        .containsEntry("jarserve_updates_total", 1.0)
        .containsEntry("jarserve_update_failures_total", 1.0)
        .containsEntry("jarserve_rollbacks_total", 1.0)
        .containsEntry("jarserve_rejected_files_total", 1.0)
        .containsEntry("jarserve_checkpoint_saves_total", 1.0)
        .containsEntry("jarserve_checkpoint_save_failures_total", 1.0)
        .containsEntry("jarserve_controller_control_loop_duration_seconds_count", 1.0)
        .containsEntry("jarserve_controller_control_loop_duration_seconds_sum", 0.25)
        .containsEntry("jarserve_pending_unload", 2.0)
        .containsEntry("jarserve_log_lines_lost_total", 3.0)
        .containsEntry(requests("", "", "404"), 1.0);
  }

  @Test
  void scrape_virtualMachine_memoryThreadsFilesAndClasses() {
    assertThat(scrape().keySet().stream().map(name -> name.replaceAll("\\{.*", "")))
        .contains(
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "jvm_classes_loaded_classes",
            "jvm_gc_memory_allocated_bytes_total",
            "process_files_open_files",
            "process_uptime_seconds");
    assertThat(meters.scrape()).contains("id=\"Metaspace\"");
  }

  @Test
  void scrape_namesFromAnUntrustedJar_escaped() {
    meters.deployment("a\"b\\c\nd", "Greeter").request(200, 1);

    assertThat(scrape()).containsEntry(requests("a\\\"b\\\\c\\nd", "Greeter", "200"), 1.0);
  }

  @Test
  void scrape_everyFamily_hasATypeAndHelp() {
    meters.deployment("greet", "Greeter").replicas(Map.of("RUNNING", 1));

    assertThat(meters.scrape())
        .contains("# TYPE jarserve_num_http_requests_total counter")
        .contains("# TYPE jarserve_http_request_latency_seconds histogram")
        .contains("# TYPE jarserve_deployment_replicas gauge")
        .contains("# HELP jarserve_http_request_latency_seconds ");
  }

  @Test
  void reference_everyMetric_describedWithItsType() throws IOException {
    meters.deployment("greet", "Greeter").replicas(Map.of("RUNNING", 1));
    meters.watchPendingUnload(() -> 0);
    meters.deployment("greet", "Greeter").batches();
    meters.deployment("greet", "Greeter").models().watch("a", () -> Set.of("model"));
    meters.deployment("greet", "Greeter").cache();
    Set<String> families = families(TYPE_LINE, meters.scrape());
    families.removeIf(family -> family.startsWith(DERIVED));

    assertThat(families(TABLE_ROW, Files.readString(Path.of("../docs/metrics.md"))))
        .isEqualTo(families);
  }

  private static Set<String> families(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1) + " " + found.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void request(DeploymentMeter meter, int times, CountDownLatch go) {
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (int i = 0; i < times; i++) {
      meter.request(204, i);
    }
  }

  private Map<String, Double> scrape() {
    Map<String, Double> series = new HashMap<>();
    meters
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              series.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return series;
  }

  private static String requests(String application, String deployment, String status) {
    return "jarserve_num_http_requests_total{application=\"%s\",deployment=\"%s\",status_code=\"%s\"}"
        .formatted(application, deployment, status);
  }

  private static String of(String name) {
    return name + "{application=\"greet\",deployment=\"Greeter\"}";
  }

  private static String bucket(String bound) {
    return "jarserve_http_request_latency_seconds_bucket"
        + "{application=\"greet\",deployment=\"Greeter\",le=\"%s\"}".formatted(bound);
  }

  private static String latency(String part) {
    return of("jarserve_http_request_latency_seconds_" + part);
  }
}
