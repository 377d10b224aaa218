package io.jarserve.samples.text;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentHandle;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import java.util.List;

/** Reports in a few lines. It calls the cleaner too, for the title: a diamond of handles. */
@DeploymentOptions(name = "reporter")
public final class ShortReporter implements Deployment, Reporter {

  private static final int TITLE = 40;

  private Cleaner cleaner = text -> text;

  @Override
  public void start(ReplicaContext context) {
    DeploymentHandle handle = context.handle("cleaner");
    cleaner = handle.as(Cleaner.class);
  }

  @Override
  public Report report(String text, List<Keywords.Keyword> keywords, String reading) {
    String clean = cleaner.clean(text);
    String title = clean.length() <= TITLE ? clean : clean.substring(0, TITLE).strip() + "…";
    return new Report(
        title, keywords.stream().map(Keywords.Keyword::word).toList(), reading, clean.length());
  }

  @Override
  public Response handle(Request request) {
    throw new RequestException(404, "call report through a handle");
  }
}
