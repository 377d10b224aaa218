package io.jarserve.samples.inventory;

/**
 * Something in stock; its components are the fields of the JSON. What a constructor throws here is
 * answered with status 400 and its message.
 *
 * @param sku what it is known by
 */
public record Item(String sku, String name, int quantity) {

  static final String SKU = "1 to 64 letters, digits, '.', '_' or '-'";

  public Item {
    if (!isSku(sku)) {
      throw new IllegalArgumentException("sku must be " + SKU + " but is '" + sku + "'");
    }
    check(name, quantity);
  }

  /** What of an item can be changed. */
  public record Change(String name, int quantity) {
    public Change {
      check(name, quantity);
    }

    Item of(String sku) {
      return new Item(sku, name, quantity);
    }
  }

  static boolean isSku(String text) {
    return text.matches("[A-Za-z0-9._-]{1,64}");
  }

  private static void check(String name, int quantity) {
    if (name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException("name must have 1 to 200 characters");
    }
    if (quantity < 0) {
      throw new IllegalArgumentException("quantity must be at least 0 but is " + quantity);
    }
  }
}
