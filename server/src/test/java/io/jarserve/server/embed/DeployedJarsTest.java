package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Response;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import io.jarserve.server.model.OptionKey;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** JARs that are deployed to an instance inside this process. */
class DeployedJarsTest extends WithAnInstance {

  @Test
  void deploy_jar_isUpdatedScaledAndDeleted() throws IOException {
    jarserve.deploy(jar("greeter", "1.0", "one"));
    assertThat(get("/greeter").body()).isEqualTo("one");

    ApplicationView view =
        jarserve.deploy(jar("greeter", "2.0", "two"), DeployOptions.of(OptionKey.NUM_REPLICAS, 2));
    assertThat(view.servingVersion()).isEqualTo("2.0");
    assertThat(get("/greeter").body()).isEqualTo("two");

    jarserve.scale("greeter", "Greeter", 1);
    jarserve.delete("greeter");
    assertThat(jarserve.application("greeter")).isEmpty();
  }

  @Test
  void deploy_jarThatIsNotThere_saysSo() {
    assertThatThrownBy(() -> jarserve.deploy(home.resolve("nowhere.jar")))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("nowhere.jar");
  }

  @Test
  void deploy_functionOverAJar_isForgottenByTheCheckpoint() throws IOException {
    jarserve.deploy(jar("greeter", "1.0", "from the JAR"));
    jarserve.deploy("greeter", request -> Response.text("from the program"));
    assertThat(get("/greeter").body()).isEqualTo("from the program");

    jarserve.deploy(jar("greeter", "1.0", "from the JAR"));
    jarserve.shutdown();
    jarserve = Jarserve.start(options);

    assertThat(get("/greeter").body()).isEqualTo("from the JAR");
    assertThatThrownBy(() -> jarserve.rollback("greeter"))
        .isInstanceOfSatisfying(
            JarserveException.class, e -> assertThat(e.reason()).isEqualTo("no_such_version"));
  }
}
