package io.jarserve.maven.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.server.model.ApplicationStatus;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.InstanceStatus;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.InstanceStatus.ControllerInfo;
import io.jarserve.server.model.InstanceStatus.HttpOptions;
import io.jarserve.server.model.InstanceStatus.RejectedFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

  private static final String NEW = "a".repeat(64);
  private static final String OLD = "b".repeat(64);
  private static final PluginDrop DROP = new PluginDrop("greeter", "greeter.jar", new Digest(NEW));
  private static final URI ADDRESS = URI.create("http://127.0.0.1:8265/");

  @TempDir Path directory;

  @Test
  void of_aServerThatHasNotLooked_isUnderway() {
    assertThat(progress(status())).isInstanceOf(Progress.Underway.class);
    assertThat(progress(status(view(ApplicationStatus.RUNNING, OLD, OLD, ""))))
        .isEqualTo(new Progress.Underway("the server still wants version 1.0 from greeter.jar"));
  }

  @Test
  void of_theSameBytesRunning_isRunning() {
    assertThat(progress(status(view(ApplicationStatus.RUNNING, NEW, NEW, ""))))
        .isEqualTo(new Progress.Running("1.0"));
  }

  @Test
  void of_theSameBytesWhileTheOldOnesServe_isUnderway() {
    assertThat(progress(status(view(ApplicationStatus.DEPLOYING, NEW, OLD, "starting"))))
        .isEqualTo(new Progress.Underway("it is DEPLOYING: starting"));
  }

  @Test
  void of_aFailure_saysWhy() {
    assertThat(progress(status(view(ApplicationStatus.DEPLOY_FAILED, NEW, OLD, "start threw"))))
        .isEqualTo(new Progress.Failed("start threw"));
  }

  @Test
  void of_anotherFileThatWins_saysWhich() {
    ApplicationView other =
        new ApplicationView(
            "greeter",
            null,
            ApplicationStatus.RUNNING,
            "",
            null,
            "other.jar",
            "2.0",
            OLD,
            "2.0",
            OLD,
            List.of("greeter.jar"),
            0,
            null,
            Map.of(),
            null,
            null);

    assertThat(progress(status(other)))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.why()).contains("other.jar", "2.0", "raise"));
  }

  @Test
  void of_aRefusal_saysWhyUnlessItIsOld() {
    InstanceStatus refused = status(List.of(new RejectedFile("greeter.jar", "it is torn")));

    assertThat(Progress.of(refused, DROP, Optional.empty()))
        .isEqualTo(new Progress.Failed("greeter.jar is refused: it is torn"));
    assertThat(Progress.of(refused, DROP, Optional.of("it is torn")))
        .isInstanceOf(Progress.Underway.class);
  }

  @Test
  void target_ofAServerHere_isItsDeployDirectory() throws Exception {
    DeployTarget target =
        DeployTarget.of(status(directory.toString()), ADDRESS, Optional.of("0.1.0-SNAPSHOT"));

    assertThat(target).isEqualTo(new DeployTarget(directory, URI.create("http://127.0.0.1:8000")));
  }

  @Test
  void target_ofAServerElsewhere_saysWhereItsDirectoryIs() {
    assertRefused("/not/here", "0.1.0", "/not/here", "not on this machine");
  }

  @Test
  void target_ofAServerThatDoesNotTell_saysWhatToDo() {
    assertRefused(null, "0.1.0", "does not tell", "copy the JAR");
  }

  @Test
  void target_forANewerApi_namesBothVersions() {
    assertRefused(directory.toString(), "0.2.0", "0.2.0", "0.1.0");
  }

  private static void assertRefused(@Nullable String deployDir, String api, String... words) {
    assertThatThrownBy(() -> DeployTarget.of(status(deployDir), ADDRESS, Optional.of(api)))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(words);
  }

  private static Progress progress(InstanceStatus status) {
    return Progress.of(status, DROP, Optional.empty());
  }

  private static ApplicationView view(
      ApplicationStatus status, String digest, String serving, String message) {
    return new ApplicationView(
        "greeter",
        null,
        status,
        message,
        null,
        "greeter.jar",
        "1.0",
        digest,
        "1.0",
        serving,
        List.of(),
        0,
        null,
        Map.of(),
        null,
        null);
  }

  private static InstanceStatus status(ApplicationView... applications) {
    return applications.length == 0
        ? status(Map.of(), List.of(), "/d")
        : status(Map.of("greeter", applications[0]), List.of(), "/d");
  }

  private static InstanceStatus status(List<RejectedFile> rejected) {
    return status(Map.of(), rejected, "/d");
  }

  private static InstanceStatus status(@Nullable String deployDir) {
    return status(Map.of(), List.of(), deployDir);
  }

  private static InstanceStatus status(
      Map<String, ApplicationView> applications,
      List<RejectedFile> rejected,
      @Nullable String deployDir) {
    return new InstanceStatus(
        new ControllerInfo("n", "serve", "0.1.0", "17", 1, 0, deployDir, false),
        "EveryNode",
        new HttpOptions("127.0.0.1", 8000, false),
        Map.of(),
        applications,
        rejected,
        List.of(),
        List.of(),
        List.of());
  }
}
