package io.jarserve.samples.inventory;

import io.jarserve.api.RequestException;
import org.jspecify.annotations.Nullable;

/** Something in stock; its components are the fields of the JSON. */
public record Item(@Nullable String sku, @Nullable String name, int quantity) {

  Item withSku(String other) {
    return new Item(other, name, quantity);
  }

  Item checked() {
    if (sku == null || !sku.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new RequestException(
          422, "sku must be 1 to 64 letters, digits, '.', '_' or '-' but is '" + sku + "'");
    }
    if (name == null || name.isBlank() || name.length() > 200) {
      throw new RequestException(422, "name must have 1 to 200 characters");
    }
    if (quantity < 0) {
      throw new RequestException(422, "quantity must be at least 0 but is " + quantity);
    }
    return this;
  }
}
