package io.jarserve.samples.servlet;

import com.acme.guestbook.GuestBookServlet;
import com.acme.guestbook.NoStoreFilter;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.servlet.ServletDeployment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** The guest book as a deployment; what stood in web.xml stands in here. */
@DeploymentOptions(routePrefix = "/guestbook", numReplicas = 1)
public final class GuestBook extends ServletDeployment {
  public GuestBook() {
    super(GuestBookServlet.class);
  }

  @Override
  protected void configure(ServletContextHandler context) {
    context.addFilter(NoStoreFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
  }
}
