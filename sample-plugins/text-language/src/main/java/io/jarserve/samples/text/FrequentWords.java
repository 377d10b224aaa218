package io.jarserve.samples.text;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Keywords by counting. Over HTTP too, for those who want nothing else. */
@DeploymentOptions(name = "keywords", routePrefix = "/keywords", numReplicas = 2)
public final class FrequentWords implements Deployment, Keywords {

  private static final int SHORTEST = 4;
  private static final int MOST = 10;

  @Override
  public List<Keyword> of(String text, int most) {
    Map<String, Long> counts =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\P{L}+", -1))
            .filter(word -> word.length() >= SHORTEST)
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> new Keyword(entry.getKey(), entry.getValue().intValue()))
        .sorted(Comparator.comparingInt(Keyword::count).reversed().thenComparing(Keyword::word))
        .limit(most)
        .toList();
  }

  @Override
  public Response handle(Request request) {
    return Response.json(of(request.text(), MOST));
  }
}
