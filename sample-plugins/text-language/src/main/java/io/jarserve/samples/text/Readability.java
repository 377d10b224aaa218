package io.jarserve.samples.text;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;

/** How hard a text is to read. It has no route: other applications send it a text, untyped. */
@DeploymentOptions(name = "readability")
public final class Readability implements Deployment {

  /** The answer: words in a sentence, on average. */
  public record Grade(double wordsPerSentence, String reading) {}

  private static final int EASY = 10;
  private static final int HARD = 20;

  @Override
  public Response handle(Request request) {
    String text = request.json(String.class).strip();
    if (text.isEmpty()) {
      return Response.json(new Grade(0, "easy"));
    }
    double words = text.split("\\s+", -1).length;
    double average = words / text.split("[.!?]+", 0).length;
    String reading = average <= EASY ? "easy" : average <= HARD ? "medium" : "hard";
    return Response.json(new Grade(Math.round(average * 10) / 10.0, reading));
  }
}
