package io.jarserve.jaxrs;

import io.jarserve.api.Deployment;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;

/**
 * JAX-RS resource classes as a deployment: extend it, and name them to the constructor.
 *
 * <pre>
 *   &#64;DeploymentOptions(routePrefix = "/shop")
 *   public final class Shop extends JaxRsDeployment {
 *     public Shop() {
 *       super(ItemResource.class, NoSuchItemMapper.class);
 *     }
 *   }
 * </pre>
 *
 * <p><b>Paths.</b> The route prefix takes the place of a WAR's context path. The path of an
 * application class's {@link ApplicationPath} follows it, and {@code @Path} follows that.
 *
 * <p><b>Injection.</b> {@code @Context} and {@code @Inject} give {@link ReplicaContext} beside what
 * JAX-RS has. There are no servlets: {@code ServletContext} and the like cannot be had.
 *
 * <p><b>Errors.</b> Exceptions that no mapper of the author's takes are answered as those of any
 * deployment: status 500 with the request id, and the stack trace in the log.
 *
 * <p><b>Asynchronous resources</b> may take their time; the thread of the request waits for them.
 *
 * @since 0.1
 */
public abstract class JaxRsDeployment implements Deployment {

  private final ResourceConfig config;
  private final String applicationPath;
  private @Nullable JerseyRuntime runtime;

  /**
   * @param components resources, and providers such as mappers, filters and features
   */
  protected JaxRsDeployment(Class<?>... components) {
    this.config = new ResourceConfig(components);
    this.applicationPath = "";
  }

  /**
   * @param application with or without {@link ApplicationPath}
   */
  protected JaxRsDeployment(Application application) {
    this.config = ResourceConfig.forApplication(application);
    this.applicationPath = applicationPath(application.getClass());
  }

  /** Builds the resource model. Call it first when you override it. */
  @Override
  public void start(ReplicaContext context) throws Exception {
    runtime = new JerseyRuntime(config, applicationPath, context);
  }

  @Override
  public final Response handle(Request request) {
    JerseyRuntime running = runtime;
    if (running == null) {
      throw new IllegalStateException(
          getClass().getName() + " was not started: call super.start(context) in start");
    }
    return Response.late(answer -> running.serve(request, answer));
  }

  /** Ends what Jersey has made, singletons included. Call it last when you override it. */
  @Override
  public void stop() throws Exception {
    if (runtime != null) {
      runtime.close();
    }
  }

  private static String applicationPath(Class<?> application) {
    ApplicationPath path = application.getAnnotation(ApplicationPath.class);
    return path == null ? "" : Addresses.withSlashBefore(path.value());
  }
}
