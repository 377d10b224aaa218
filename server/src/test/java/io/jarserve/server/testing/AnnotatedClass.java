package io.jarserve.server.testing;

import io.jarserve.api.DeploymentOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Gives compiled classes other options. Stateless. */
final class AnnotatedClass {

  private static final String OPTIONS = Type.getDescriptor(DeploymentOptions.class);

  private AnnotatedClass() {}

  /** The class with exactly these values in its {@link DeploymentOptions}. */
  static byte[] withOptions(byte[] code, Map<String, Object> options) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor replacing =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
            if (!type.equals(OPTIONS)) {
              return super.visitAnnotation(type, visible);
            }
            write(options, super.visitAnnotation(type, visible));
            return null;
          }
        };
    new ClassReader(code).accept(replacing, 0);
    return writer.toByteArray();
  }

  /** Internal names of the classes nested in a class. */
  static List<String> nested(byte[] code) {
    String own = new ClassReader(code).getClassName();
    List<String> nested = new ArrayList<>();
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public void visitInnerClass(
              String name, @Nullable String outer, @Nullable String inner, int access) {
            if (name.startsWith(own + "$")) {
              nested.add(name);
            }
          }
        };
    new ClassReader(code).accept(visitor, ClassReader.SKIP_CODE);
    return nested;
  }

  private static void write(Map<String, Object> options, AnnotationVisitor annotation) {
    options.forEach(
        (name, value) -> {
          if (value instanceof Enum<?> constant) {
            String type = Type.getDescriptor(constant.getDeclaringClass());
            annotation.visitEnum(name, type, constant.name());
          } else {
            annotation.visit(name, value);
          }
        });
    annotation.visitEnd();
  }
}
