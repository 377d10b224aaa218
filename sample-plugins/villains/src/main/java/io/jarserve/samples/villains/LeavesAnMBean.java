package io.jarserve.samples.villains;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.ReplicaContext;
import io.jarserve.api.Request;
import io.jarserve.api.Response;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/** Leaves an MBean behind. */
@DeploymentOptions(routePrefix = "/villains/leaves-an-m-bean")
public final class LeavesAnMBean implements Deployment {

  /** What the MBean shows. */
  public interface LeftMBean {
    int getCount();
  }

  /** The MBean. */
  public static final class Left implements LeftMBean {
    @Override
    public int getCount() {
      return 1;
    }
  }

  @Override
  public void start(ReplicaContext context) throws Exception {
    ObjectName name =
        new ObjectName("io.jarserve.villains:replica=" + ObjectName.quote(context.replicaId()));
    ManagementFactory.getPlatformMBeanServer().registerMBean(new Left(), name);
  }

  @Override
  public Response handle(Request request) {
    return Response.text("LeavesAnMBean");
  }
}
