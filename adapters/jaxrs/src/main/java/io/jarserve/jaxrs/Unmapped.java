package io.jarserve.jaxrs;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.server.ContainerRequest;

/**
 * Takes the exceptions that no mapper of the author's takes, and keeps them for the server, which
 * answers and logs them as those of any deployment. It comes after every other mapper.
 */
@Priority(Integer.MAX_VALUE)
final class Unmapped implements ExceptionMapper<Throwable> {

  private final Provider<ContainerRequest> request;

  @Inject
  Unmapped(Provider<ContainerRequest> request) {
    this.request = request;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException wanted) {
      return wanted.getResponse();
    }
    ((Answering) request.get().getResponseWriter()).keep(thrown);
    return Response.serverError().build();
  }
}
