package io.jarserve.server.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import io.jarserve.server.model.InstanceStatus.ApplicationView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Classes of this process that are deployed to an instance in it. */
class DeployedClassesTest extends WithAnInstance {

  @Test
  void deploy_class_givesEachReplicaAnInstanceAndTakesItsAnnotation() throws IOException {
    int before = Counter.MADE.get();

    ApplicationView view = jarserve.deploy("count", Counter.class);

    assertThat(view.deployments()).containsOnlyKeys("Counter");
    assertThat(Counter.MADE.get() - before).isEqualTo(2);
    assertThat(get("/counter").body()).isEqualTo("1");
  }

  @Test
  void deploy_sameClassAgain_restartsNothing() {
    List<String> before = replicas(jarserve.deploy("count", Counter.class));

    assertThat(replicas(jarserve.deploy("count", Counter.class))).isEqualTo(before);
  }

  @Test
  void deploy_objectOfAnAnnotatedClass_asksForTheClass() {
    assertThatThrownBy(() -> jarserve.deploy("counter", new Counter()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deploy(\"counter\", Counter.class)");
  }

  @Test
  void deploy_classThatCannotBeMade_isRefused() {
    assertThatThrownBy(() -> jarserve.deploy("hidden", Hidden.class))
        .isInstanceOf(JarserveException.class)
        .hasMessageContaining("must be a public class");
  }

  /** Counts for itself. */
  @DeploymentOptions(routePrefix = "/counter", numReplicas = 2)
  public static final class Counter implements Deployment {
    static final AtomicInteger MADE = new AtomicInteger();

    private final AtomicInteger requests = new AtomicInteger();

    public Counter() {
      MADE.incrementAndGet();
    }

    @Override
    public Response handle(Request request) {
      return Response.text(Integer.toString(requests.incrementAndGet()));
    }
  }

  /** Nobody can make one. */
  static final class Hidden implements Deployment {
    @Override
    public Response handle(Request request) {
      return Response.text("hidden");
    }
  }
}
