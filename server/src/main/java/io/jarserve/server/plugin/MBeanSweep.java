package io.jarserve.server.plugin;

import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** Unregisters the MBeans of a plugin. Stateless. */
final class MBeanSweep {

  private MBeanSweep() {}

  /** Runs code of the plugin, where an MBean wants to know of its end. */
  static List<String> unregister(Belonging plugin) {
    List<String> remains = new ArrayList<>();
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      for (ObjectName name : server.queryNames(null, null)) {
        if (isOf(plugin, server, name)) {
          unregister(server, name, remains);
        }
      }
    }
    return remains;
  }

  private static boolean isOf(Belonging plugin, MBeanServer server, ObjectName name) {
    try {
      return plugin.hasLoader(server.getClassLoaderFor(name));
    } catch (InstanceNotFoundException e) {
      return false; // gone meanwhile
    }
  }

  private static void unregister(MBeanServer server, ObjectName name, List<String> remains) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // gone meanwhile, which is as good
    } catch (JMException | RuntimeException e) {
      remains.add("MBean " + name + " cannot be unregistered: " + Telling.one(e));
    }
  }
}
