package io.jarserve.samples.inventory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/** The table of items. Safe for use by many threads; closed once. */
final class Stock implements AutoCloseable {

  private static final int UNIQUE_VIOLATED = 23505;
  private static final int SECONDS_FOR_A_CHECK = 2;

  private final JdbcConnectionPool pool;

  /**
   * @param path without the suffix that H2 adds; null: in memory
   */
  Stock(@Nullable String path) throws SQLException {
    // without a shutdown hook: it would keep this class loader until the server ends
    pool = JdbcConnectionPool.create(place(path) + ";DB_CLOSE_ON_EXIT=FALSE", "sa", "");
    execute(
        "create table if not exists item"
            + " (sku varchar(64) primary key, name varchar(200) not null, quantity int not null)");
  }

  List<Item> all() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select sku, name, quantity from item order by sku");
        ResultSet rows = select.executeQuery()) {
      return items(rows);
    }
  }

  Optional<Item> find(String sku) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select sku, name, quantity from item where sku = ?")) {
      select.setString(1, sku);
      try (ResultSet rows = select.executeQuery()) {
        return items(rows).stream().findFirst();
      }
    }
  }

  /** False when the sku exists. */
  boolean add(Item item) throws SQLException {
    try {
      return update("insert into item (name, quantity, sku) values (?, ?, ?)", item);
    } catch (SQLException e) {
      if (e.getErrorCode() == UNIQUE_VIOLATED) {
        return false;
      }
      throw e;
    }
  }

  /** False when no item has the sku. */
  boolean change(Item item) throws SQLException {
    return update("update item set name = ?, quantity = ? where sku = ?", item);
  }

  /** False when no item has the sku. */
  boolean remove(String sku) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement delete = connection.prepareStatement("delete from item where sku = ?")) {
      delete.setString(1, sku);
      return delete.executeUpdate() == 1;
    }
  }

  /**
   * Returns when the database answers.
   *
   * @throws SQLException when it does not
   */
  void check() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isValid(SECONDS_FOR_A_CHECK)) {
        throw new SQLException("the database does not answer");
      }
    }
  }

  /** Closes the file and ends the database's threads. */
  @Override
  public void close() throws SQLException {
    execute("shutdown");
    pool.dispose();
  }

  private boolean update(String sql, Item item) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, item.name());
      update.setInt(2, item.quantity());
      update.setString(3, item.sku());
      return update.executeUpdate() == 1;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Item> items(ResultSet rows) throws SQLException {
    List<Item> items = new ArrayList<>();
    while (rows.next()) {
      items.add(new Item(rows.getString(1), rows.getString(2), rows.getInt(3)));
    }
    return items;
  }

  /** In memory, the database would be gone with its last connection but for the delay. */
  private static String place(@Nullable String path) {
    return path == null
        ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"
        : "jdbc:h2:file:" + Path.of(path).toAbsolutePath();
  }
}
