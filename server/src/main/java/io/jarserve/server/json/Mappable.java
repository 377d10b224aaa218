package io.jarserve.server.json;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;

/**
 * Looks whether values of a type can be made from JSON, down to the last field. Jackson itself
 * would tell with the first value, which is too late. Runs no code of the types but their static
 * initializers. Used once.
 */
final class Mappable {

  private final DeserializationContext context;
  private final Set<JavaType> seen = new HashSet<>();

  Mappable(DeserializationContext context) {
    this.context = context;
  }

  /**
   * @param where the path of the field; empty for the whole
   * @throws JsonException names the field and the class
   */
  void check(JavaType type, String where) {
    if (type.isContainerType() || type.isReferenceType()) {
      check(type.getContentType(), type.isReferenceType() ? where : where + "[]");
    } else if (seen.add(type)) {
      checkOne(type, where);
    }
  }

  private void checkOne(JavaType type, String where) {
    ValueDeserializer<?> reader = reader(type, where);
    if (reader instanceof AbstractDeserializer) {
      throw cannot(type, where, "it is abstract");
    }
    if (reader instanceof BeanDeserializerBase bean) {
      checkBean(type, bean, where);
    }
  }

  private void checkBean(JavaType type, BeanDeserializerBase bean, String where) {
    if (type.getRawClass().getName().startsWith("java.")) {
      throw cannot(type, where, "it is no value");
    }
    if (!bean.getValueInstantiator().canInstantiate()) {
      throw cannot(type, where, "it has no constructor that JSON could call: make it a record");
    }
    for (Iterator<SettableBeanProperty> it = bean.properties(); it.hasNext(); ) {
      SettableBeanProperty property = it.next();
      check(property.getType(), (where.isEmpty() ? "" : where + ".") + property.getName());
    }
  }

  private ValueDeserializer<?> reader(JavaType type, String where) {
    try {
      return context.findRootValueDeserializer(type);
    } catch (JacksonException fault) {
      throw cannot(type, where, JsonFaults.typeMessage(fault));
    }
  }

  private static JsonException cannot(JavaType type, String where, String why) {
    String at = where.isEmpty() ? "" : "field '" + where + "': ";
    return JsonException.ofType(at + type.getRawClass().getName() + ": " + why, null);
  }
}
