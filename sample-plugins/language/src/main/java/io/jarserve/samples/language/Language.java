package io.jarserve.samples.language;

import io.jarserve.api.BatchOptions;
import io.jarserve.api.Batcher;
import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import io.jarserve.api.ResponseCache;
import io.jarserve.api.UserConfig;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Tells the language of a text.
 *
 * <pre>
 *   POST /language             the text; answers {"language": "deu", "confidence": 0.03}
 *   GET  /language/of?text=…   a short one, of which the answer is kept for an hour
 * </pre>
 *
 * <p>Handlers only hand their text over and wait, which costs nothing; so many are let in, and one
 * batch at a time has the detector to itself.
 */
@DeploymentOptions(
    routePrefix = "/language",
    maxOngoingRequests = 200,
    maxRequestBytes = 1L << 20,
    startTimeout = "2m",
    responseCache = @ResponseCache(ttl = "1h", varyQuery = "text"))
public final class Language implements Deployment {

  private static final String MODEL = "/langdetect-183.bin";
  private static final BatchOptions BATCHES =
      BatchOptions.defaults().withMaxBatchSize(20).withBatchWaitTimeout(Duration.ofMillis(5));

  @SuppressWarnings("NullAway.Init") // start makes it, before the first request
  private Batcher<String, Answer> texts;

  @SuppressWarnings("NullAway.Init")
  private LanguageDetectorME detector;

  /** The code of a language by ISO 639-3, and its share of the model's confidence, from 0 to 1. */
  public record Answer(String language, double confidence) {}

  /** What an operator may change. */
  public record Settings(int batchSize, int waitMillis) {}

  @Override
  public void start(ReplicaContext context) throws IOException {
    detector = new LanguageDetectorME(model());
    texts = context.batcher(BATCHES, this::detect);
  }

  @Override
  public void reconfigure(UserConfig config) {
    if (config.values().isEmpty()) {
      texts.options(BATCHES);
      return;
    }
    Settings settings = config.as(Settings.class);
    texts.options(
        BATCHES
            .withMaxBatchSize(settings.batchSize())
            .withBatchWaitTimeout(Duration.ofMillis(settings.waitMillis())));
  }

  @Override
  public Response handle(Request request) throws Exception {
    String text = textOf(request);
    if (text.isBlank()) {
      throw new RequestException(422, "there is no text to look at");
    }
    return Response.json(texts.call(text));
  }

  private static String textOf(Request request) {
    boolean isShort = request.path().equals("/of");
    if (!request.method().equals(isShort ? "GET" : "POST")) {
      throw new RequestException(
          405, "POST a text, or GET /of?text=; " + request.method() + " is not offered here");
    }
    return isShort ? request.query("text").orElse("") : request.text();
  }

  private List<Answer> detect(List<String> batch) {
    return batch.stream().map(this::detect).toList();
  }

  private Answer detect(String text) {
    var best = detector.predictLanguage(text);
    return new Answer(best.getLang(), best.getConfidence());
  }

  private static LanguageDetectorModel model() throws IOException {
    try (InputStream in = Language.class.getResourceAsStream(MODEL)) {
      if (in == null) {
        throw new IOException(MODEL + " is not in the JAR: bundle opennlp-models-langdetect");
      }
      return new LanguageDetectorModel(in);
    }
  }
}
