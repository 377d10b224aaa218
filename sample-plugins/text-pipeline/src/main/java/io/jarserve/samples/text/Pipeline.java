package io.jarserve.samples.text;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Three steps: the text is cleaned by a deployment of this application, looked at by two of another
 * one at the same time, and reported by a third of this one.
 */
@DeploymentOptions(name = "pipeline", routePrefix = "/pipeline", requestTimeout = "10s")
public final class Pipeline implements Deployment {

  /** What the other application says, as far as it is of interest here. */
  public record Grade(String reading) {}

  private static final int KEYWORDS = 3;

  private @Nullable Steps steps;

  /** Whom it calls. */
  private record Steps(
      Cleaner cleaner,
      Reporter reporter,
      DeploymentHandle keywords,
      DeploymentHandle readability) {}

  @Override
  public void start(ReplicaContext context) {
    steps =
        new Steps(
            context.handle("cleaner").as(Cleaner.class),
            context.handle("reporter").as(Reporter.class),
            context.handle("text-language", "keywords"),
            context.handle("text-language", "readability"));
  }

  @Override
  public Response handle(Request request) {
    Steps call = Objects.requireNonNull(steps, "start comes first");
    String text = call.cleaner().clean(request.text());
    CompletionStage<List<Keywords.Keyword>> found =
        call.keywords().async(Keywords.class, finder -> finder.of(text, KEYWORDS));
    CompletionStage<String> reading =
        call.readability().callAsync(text, Grade.class).handle(Pipeline::told);
    return found
        .thenCombine(reading, (words, how) -> call.reporter().report(text, words, how))
        .thenApply(Response::json)
        .toCompletableFuture()
        .join();
  }

  /** The report is of use without it, so one that cannot be had is no reason to fail. */
  private static String told(@Nullable Grade grade, @Nullable Throwable failure) {
    return grade == null ? "unknown" : grade.reading();
  }
}
