package io.jarserve.server.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * What a record says about its components beyond Jackson's annotations: each must be there and must
 * not be null, unless it is an Optional, is annotated {@code @Nullable} (of whatever package), or
 * {@code @JsonProperty(isRequired = …)} says something else. Stateless.
 */
final class RecordRules extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    JsonProperty said = member.getAnnotation(JsonProperty.class);
    if (said != null && said.isRequired() != OptBoolean.DEFAULT) {
      return said.isRequired().asBoolean();
    }
    RecordComponent component = component(member);
    return component == null
        ? super.hasRequiredMarker(config, member)
        : Boolean.valueOf(!mayBeAbsent(component));
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    JsonSetter.Value said = super.findSetterInfo(config, annotated);
    boolean mustBeThere =
        said.nonDefaultValueNulls() == null
            && annotated instanceof AnnotatedMember member
            && component(member) != null
            && Boolean.TRUE.equals(hasRequiredMarker(config, member));
    return mustBeThere ? said.withValueNulls(Nulls.FAIL) : said;
  }

  /** Null when it is not of a record. */
  private static @Nullable RecordComponent component(AnnotatedMember member) {
    RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
    if (components == null) {
      return null;
    }
    if (member instanceof AnnotatedParameter parameter) {
      boolean canonical = parameter.getOwner().getParameterCount() == components.length;
      return canonical ? components[parameter.getIndex()] : null;
    }
    return Arrays.stream(components)
        .filter(component -> component.getName().equals(member.getName()))
        .findFirst()
        .orElse(null);
  }

  private static boolean mayBeAbsent(RecordComponent component) {
    return OPTIONALS.contains(component.getType())
        || Stream.concat(
                Arrays.stream(component.getAnnotations()),
                Arrays.stream(component.getAnnotatedType().getAnnotations()))
            .map(Annotation::annotationType)
            .anyMatch(type -> type.getSimpleName().equals("Nullable"));
  }
}
