package io.jarserve.samples.text;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;

/** Takes tags out. It is reached through a handle only. */
@DeploymentOptions(name = "cleaner", maxOngoingRequests = 8)
public final class MarkupCleaner implements Deployment, Cleaner {

  @Override
  public String clean(String text) {
    return text.replaceAll("<[^<>]*>", " ").replaceAll("\\s+", " ").strip();
  }

  @Override
  public Response handle(Request request) {
    throw new RequestException(404, "call clean through a handle");
  }
}
