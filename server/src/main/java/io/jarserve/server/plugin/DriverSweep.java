package io.jarserve.server.plugin;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Deregisters the JDBC drivers of the class loader that this class itself was defined in; gives
 * those that would not go.
 *
 * <p>The JDK shows and gives up a driver only to callers whose own class loader sees it. So the
 * server defines this class once more inside the loader of a plugin: it may use nothing but the
 * JDK.
 */
public final class DriverSweep implements Supplier<List<String>> {

  @Override
  public List<String> get() {
    List<String> remains = new ArrayList<>();
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (driver.getClass().getClassLoader() == getClass().getClassLoader()) {
        deregister(driver, remains);
      }
    }
    return remains;
  }

  private static void deregister(Driver driver, List<String> remains) {
    try {
      DriverManager.deregisterDriver(driver);
    } catch (SQLException | RuntimeException e) {
      remains.add("JDBC driver " + driver.getClass().getName() + " cannot be deregistered");
    }
  }
}
