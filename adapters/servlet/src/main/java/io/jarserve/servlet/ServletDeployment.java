package io.jarserve.servlet;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import jakarta.servlet.Servlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/**
 * A servlet as a deployment: extend it, and name the servlet to the constructor.
 *
 * <pre>
 *   &#64;DeploymentOptions(routePrefix = "/guests")
 *   public final class Guests extends ServletDeployment {
 *     public Guests() {
 *       super(GuestBookServlet.class);
 *     }
 *   }
 * </pre>
 *
 * <p><b>Context path.</b> The route prefix in force when the replica starts: the operator's, else
 * the annotation's. When an operator changes it later, requests say the new one, and the servlet
 * context goes on to say the old.
 *
 * <p><b>Replica.</b> The servlet context has the {@link ReplicaContext} as an attribute under the
 * name of that class.
 *
 * <p><b>Errors.</b> Exceptions that no error page takes are answered as those of any deployment:
 * status 500 with the request id, and the stack trace in the log.
 *
 * @since 0.1
 */
public abstract class ServletDeployment implements Deployment {

  private final Class<? extends Servlet> servlet;
  private final String[] paths;
  private @Nullable JettyRuntime runtime;

  /**
   * @param paths what the servlet answers below the route prefix, such as {@code /api/*}; all of it
   *     when none is given
   */
  protected ServletDeployment(Class<? extends Servlet> servlet, String... paths) {
    this.servlet = servlet;
    this.paths = paths.length == 0 ? new String[] {"/*"} : paths.clone();
  }

  /**
   * Adds more: filters, listeners, further servlets, init parameters, error pages, a session
   * handler. Called once, before anything is initialized.
   *
   * @param context has the servlet already
   */
  protected void configure(ServletContextHandler context) {}

  /** Starts the container, servlets and all. Call it first when you override it. */
  @Override
  public void start(ReplicaContext context) throws Exception {
    ServletContextHandler handler =
        new RoutedContext(context.routePrefix().orElseGet(this::annotatedPrefix));
    handler.setClassLoader(getClass().getClassLoader());
    handler.setAttribute(ReplicaContext.class.getName(), context);
    ServletHolder holder = new ServletHolder(servlet);
    holder.setInitOrder(1);
    holder.setAsyncSupported(true);
    for (String path : paths) {
      handler.addServlet(holder, path);
    }
    configure(handler);
    runtime = JettyRuntime.start(handler);
  }

  @Override
  public final Response handle(Request request) {
    JettyRuntime running = runtime;
    if (running == null) {
      throw new IllegalStateException(
          getClass().getName() + " was not started: call super.start(context) in start");
    }
    return Response.late(answer -> running.serve(request, answer));
  }

  /** Ends the container; servlets and filters are destroyed. Call it last when you override it. */
  @Override
  public void stop() throws Exception {
    if (runtime != null) {
      runtime.stop();
    }
  }

  private String annotatedPrefix() {
    DeploymentOptions options = getClass().getAnnotation(DeploymentOptions.class);
    return options == null || options.routePrefix().isEmpty() ? "/" : options.routePrefix();
  }
}
