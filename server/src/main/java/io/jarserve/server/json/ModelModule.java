package io.jarserve.server.json;

import io.jarserve.server.model.DeploymentId;
import io.jarserve.server.model.Digest;
import io.jarserve.server.model.OptionKey;
import io.jarserve.server.model.Options;
import io.jarserve.server.model.ReplicaId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** How the values of the model are written that are not written as records. */
final class ModelModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  ModelModule() {
    super("jarserve-model");
    text(Digest.class, Digest::new);
    text(DeploymentId.class, ModelModule::deploymentId);
    text(ReplicaId.class, ModelModule::replicaId);
    addSerializer(Double.class, new PlainDouble());
    addSerializer(double.class, new PlainDouble());
    addSerializer(Options.class, new OptionsWriter());
    addDeserializer(Options.class, new OptionsReader());
  }

  private <T> void text(Class<T> type, Function<String, T> parse) {
    addSerializer(type, new ToStringSerializer(type));
    addDeserializer(type, new TextReader<>(type, parse));
  }

  private static DeploymentId deploymentId(String text) {
    String[] parts = parts(text, 2, "application#deployment");
    return new DeploymentId(parts[0], parts[1]);
  }

  private static ReplicaId replicaId(String text) {
    String[] parts = parts(text, 3, "application#deployment#tag");
    return new ReplicaId(new DeploymentId(parts[0], parts[1]), parts[2]);
  }

  private static String[] parts(String text, int count, String form) {
    String[] parts = text.split("#", -1);
    if (parts.length != count) {
      throw new IllegalArgumentException("must be " + form + " but is '" + text + "'");
    }
    return parts;
  }

  private static final class TextReader<T> extends FromStringDeserializer<T> {

    private final Function<String, T> parse;

    TextReader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(String value, DeserializationContext context) {
      try {
        return parse.apply(value);
      } catch (IllegalArgumentException wrong) {
        throw DatabindException.from(context, wrong.getMessage(), wrong);
      }
    }
  }

  /** Times are seconds since 1970: without an exponent a person can read them. */
  private static final class PlainDouble extends StdSerializer<Double> {

    private static final double LARGEST = 1e15;

    PlainDouble() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      if (Math.abs(value) < LARGEST) {
        out.writeNumber(Json.plainDigits(value));
      } else {
        out.writeNumber(value.doubleValue());
      }
    }
  }

  private static final class OptionsWriter extends StdSerializer<Options> {

    OptionsWriter() {
      super(Options.class);
    }

    @Override
    public void serialize(Options options, JsonGenerator out, SerializationContext context) {
      context.writeValue(out, options.toYaml());
    }
  }

  private static final class OptionsReader extends StdDeserializer<Options> {

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};
    private static final Map<String, OptionKey> KNOWN =
        Arrays.stream(OptionKey.values())
            .collect(Collectors.toMap(OptionKey::yamlName, Function.identity()));

    OptionsReader() {
      super(Options.class);
    }

    @Override
    public Options deserialize(JsonParser in, DeserializationContext context)
        throws JacksonException {
      Map<String, Object> values = in.readValueAs(VALUES);
      Map<OptionKey, Object> raw = new EnumMap<>(OptionKey.class);
      values.forEach((name, value) -> raw.put(key(name, context), value));
      try {
        return Options.defaults().with(raw);
      } catch (IllegalArgumentException wrong) {
        throw DatabindException.from(context, wrong.getMessage(), wrong);
      }
    }

    private static OptionKey key(String name, DeserializationContext context) {
      OptionKey key = KNOWN.get(name);
      if (key == null) {
        String hint = NearestName.hint(name, KNOWN.keySet());
        throw DatabindException.from(context, "unknown option '" + name + "'" + hint);
      }
      return key;
    }
  }
}
