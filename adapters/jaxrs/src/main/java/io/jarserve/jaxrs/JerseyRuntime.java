package io.jarserve.jaxrs;

import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response.LateAnswer;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.Container;

/** Jersey, fed with the requests of one replica. Any thread; lives from start to stop. */
final class JerseyRuntime implements Container, AutoCloseable {

  private final ApplicationHandler handler;
  private final String applicationPath;

  JerseyRuntime(ResourceConfig config, String applicationPath, ReplicaContext context) {
    this.applicationPath = applicationPath;
    this.handler = new ApplicationHandler(completed(config), new Given(context));
    handler.onStartup(this);
  }

  /** What resources may have injected beside what JAX-RS gives them. */
  private static final class Given extends AbstractBinder {
    private final ReplicaContext context;

    Given(ReplicaContext context) {
      this.context = context;
    }

    @Override
    protected void configure() {
      bind(context).to(ReplicaContext.class);
    }
  }

  /** Answers one request; returns when the answer is whole. */
  void serve(Request request, LateAnswer answer) throws Exception {
    ContainerRequest asked = containerRequest(request);
    try (Answering answering = new Answering(answer)) {
      asked.setWriter(answering);
      handler.handle(asked);
      answering.await();
      answering.check();
    }
  }

  @Override
  public ResourceConfig getConfiguration() {
    return handler.getConfiguration();
  }

  @Override
  public ApplicationHandler getApplicationHandler() {
    return handler;
  }

  @Override
  public void reload() {
    throw new UnsupportedOperationException("drop a new version instead");
  }

  @Override
  public void reload(ResourceConfig configuration) {
    reload();
  }

  @Override
  public void close() {
    handler.onShutdown(this);
  }

  /** WADL, a description of the resources, would need JAXB, and warns when there is none. */
  private static ResourceConfig completed(ResourceConfig config) {
    if (config.getProperty(ServerProperties.WADL_FEATURE_DISABLE) == null) {
      config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    }
    return config.register(Unmapped.class).register(BrokenOff.class);
  }

  private ContainerRequest containerRequest(Request request) {
    Addresses addresses = Addresses.of(request, applicationPath);
    ContainerRequest asked =
        new ContainerRequest(
            addresses.base(),
            addresses.request(),
            request.method(),
            new NobodyKnown(request.scheme().equals("https")),
            new MapPropertiesDelegate(),
            handler.getConfiguration());
    for (String name : request.headerNames()) {
      asked.headers(name, request.headerAll(name));
    }
    asked.setEntityStream(request.stream());
    return asked;
  }
}
