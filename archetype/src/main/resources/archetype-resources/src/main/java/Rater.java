package ${package};

import io.jarserve.api.BatchOptions;
import io.jarserve.api.Batcher;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.HttpDeployment;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Route;
import io.jarserve.api.Routes;
import io.jarserve.api.UserConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Rates how friendly texts are, those of many requests at once. */
@DeploymentOptions(
    routePrefix = "/${artifactId}",
    maxOngoingRequests = 100, // those that are inside may share a batch
    healthCheckPeriod = "5s")
public final class Rater implements HttpDeployment {

  private static final Set<String> FRIENDLY = Set.of("good", "great", "nice", "thanks", "well");

  private Batcher<Text, Rating> texts;

  /** What an operator may set, under {@code user_config}. */
  public record Settings(int batchSize, int waitMillis) {
    BatchOptions options() {
      return BatchOptions.defaults()
          .withMaxBatchSize(batchSize)
          .withBatchWaitTimeout(Duration.ofMillis(waitMillis));
    }
  }

  /** What is asked, as JSON. */
  public record Text(String text) {}

  /** The answer, as JSON: which share of the words is friendly, from 0 to 1. */
  public record Rating(double friendly) {}

  @Override
  public void start(ReplicaContext context) {
    texts = context.batcher(BatchOptions.defaults(), Rater::rate);
    context.logger().info("{} is ready", context.replicaId());
  }

  @Override
  public void reconfigure(UserConfig config) {
    texts.options(config.as(Settings.class).options());
  }

  @Override
  public Routes routes() {
    return Routes.of(
        Route.post("/")
            .body(Text.class)
            .returns(Rating.class)
            .summary("Rates a text")
            .handle((call, text) -> texts.call(text)));
  }

  /** Put here what is cheaper for many than for each alone: a model, say, or a bulk query. */
  static List<Rating> rate(List<Text> batch) {
    return batch.stream().map(text -> rate(text.text().split("\\W+"))).toList();
  }

  private static Rating rate(String[] words) {
    long friendly = Arrays.stream(words).filter(FRIENDLY::contains).count();
    return new Rating(words.length == 0 ? 0 : (double) friendly / words.length);
  }

  /** Throw here what makes this replica useless, and another one would cure. */
  @Override
  public void checkHealth() {
    if (rate(List.of(new Text("good"))).get(0).friendly() < 1) {
      throw new IllegalStateException("does not know friendly words any more");
    }
  }
}
