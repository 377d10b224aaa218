package io.jarserve.jaxrs;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import org.glassfish.jersey.server.ContainerRequest;

/**
 * Sees bodies that fail in the middle. Jersey only logs them, and the client would take the half
 * for the whole; the server breaks the connection.
 */
@Priority(0)
final class BrokenOff implements WriterInterceptor {

  private final Provider<ContainerRequest> request;

  @Inject
  BrokenOff(Provider<ContainerRequest> request) {
    this.request = request;
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    try {
      context.proceed();
    } catch (Throwable thrown) {
      ((Answering) request.get().getResponseWriter()).brokeOff(thrown);
      throw thrown;
    }
  }
}
