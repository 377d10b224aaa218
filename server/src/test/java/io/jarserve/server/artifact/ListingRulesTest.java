package io.jarserve.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jarserve.server.artifact.ListingRules.Outcome;
import io.jarserve.server.artifact.jar.RefusedException.Fault;
import io.jarserve.server.model.DeploymentSpec;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListingRulesTest {

  private final Map<String, Optional<Verdict>> files = new LinkedHashMap<>();
  private final Map<String, Digest> before = new LinkedHashMap<>();

  @Test
  void decide_ofGoodFiles_acceptsThemByName() {
    good("c.jar", "one", "1", 1);
    good("a.jar", "two", "1", 2);
    good("b.jar", "one", "2", 3);

    assertThat(accepted()).containsExactly("a.jar", "b.jar", "c.jar");
    assertThat(rejected()).isEmpty();
  }

  @Test
  void decide_ofAFileThatIsNotJudgedYet_saysNothingOfIt() {
    files.put("a.jar", Optional.empty());

    assertThat(accepted()).isEmpty();
    assertThat(rejected()).isEmpty();
  }

  @Test
  void decide_ofARefusedFile_rejectsIt() {
    files.put("a.jar", Optional.of(refused("a reason")));

    assertThat(decide().rejected()).singleElement().matches(r -> r.reason().equals("a reason"));
  }

  @Test
  void decide_whileOptionsAreNotJudgedYet_saysNothingOfTheirJars() {
    good("a.jar", "app", "1", 1);
    good("b.jar", "app", "2", 2);
    good("c.jar", "other", "2", 3);
    files.put("app.yaml", Optional.empty());

    assertThat(accepted()).containsExactly("c.jar");
    assertThat(rejected()).isEmpty();
  }

  @Test
  void decide_withRefusedOptions_rejectsThemOnceForTheHighest() {
    good("a.jar", "app", "1", 1);
    good("b.jar", "app", "2", 2);
    files.put("app.yaml", Optional.of(refused("line 3: a reason")));

    assertThat(accepted()).isEmpty();
    assertThat(decide().rejected())
        .singleElement()
        .isEqualTo(
            new Listing.Rejected(
                "app.yaml", Optional.of("app"), Optional.of(digest(2)), "line 3: a reason"));
  }

  @Test
  void decide_ofRefusedOptionsWithoutAJar_saysNothing() {
    files.put("app.yaml", Optional.of(refused("a reason")));

    assertThat(rejected()).isEmpty();
  }

  @Test
  void decide_ofEqualVersionsWithDifferentBytes_keepsTheFirstByName() {
    good("a.jar", "app", "1", 1);
    good("b.jar", "app", "1.0", 2);
    good("c.jar", "app", "1", 1);

    assertThat(accepted()).containsExactly("a.jar", "c.jar");
    assertThat(decide().rejected())
        .singleElement()
        .matches(r -> r.file().equals("b.jar") && r.reason().contains("a.jar"));
  }

  @Test
  void decide_ofEqualVersionsWithDifferentBytes_keepsTheOneThatWasAcceptedFirst() {
    before.put("b.jar", digest(2));
    before.put("a.jar", digest(9));
    good("a.jar", "app", "1", 1);
    good("b.jar", "app", "1", 2);

    assertThat(accepted()).containsExactly("b.jar");
    assertThat(rejected()).containsExactly("a.jar");
  }

  private List<String> accepted() {
    return decide().accepted().stream().map(a -> a.spec().file()).toList();
  }

  private List<String> rejected() {
    return decide().rejected().stream().map(Listing.Rejected::file).toList();
  }

  private Outcome decide() {
    return ListingRules.decide(files, before);
  }

  private void good(String file, String application, String version, int content) {
    List<DeploymentSpec> deployments =
        List.of(new DeploymentSpec("D", "demo.D", Options.defaults()));
    files.put(
        file,
        Optional.of(
            new Verdict.Good(new Artifact(application, version, digest(content), 1, deployments))));
  }

  private static Verdict refused(String reason) {
    return new Verdict.Refused(Optional.empty(), Optional.empty(), Fault.BAD, reason);
  }

  private static Digest digest(int content) {
    return new Digest("%064x".formatted(content));
  }
}
