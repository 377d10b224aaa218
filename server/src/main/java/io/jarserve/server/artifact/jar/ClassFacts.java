package io.jarserve.server.artifact.jar;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file says of its class, read without loading it.
 *
 * @param name with slashes
 * @param superName with slashes; null for {@code java/lang/Object}
 * @param interfaces with slashes
 * @param options the values that the author gave in {@code @DeploymentOptions}, by their names
 *     there, nested annotations as maps and arrays as lists; empty without the annotation
 */
record ClassFacts(
    String name,
    int access,
    @Nullable String superName,
    List<String> interfaces,
    boolean publicConstructor,
    Optional<Map<String, Object>> options) {

  private static final String OPTIONS = "Lio/jarserve/api/DeploymentOptions;";
  private static final int MAGIC = 0xcafebabe;
  private static final int FIRST_JAVA = 44;

  /** The Java version that a class file asks for; negative when it is no class file. */
  static int javaVersion(byte[] classFile) {
    if (classFile.length < 10 || ByteBuffer.wrap(classFile).getInt(0) != MAGIC) {
      return -1;
    }
    return majorVersion(classFile) - FIRST_JAVA;
  }

  /**
   * @throws RuntimeException of any kind when the bytes are no class file
   */
  static ClassFacts read(byte[] classFile) {
    Visitor visitor = new Visitor();
    new ClassReader(readable(classFile))
        .accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return visitor.facts();
  }

  boolean isPublic() {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  boolean isConcrete() {
    return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
  }

  /** ASM has null for what a damaged class file only points to. */
  private static <T> T there(@Nullable T part) {
    if (part == null) {
      throw new IllegalArgumentException("a part of the class file is not there");
    }
    return part;
  }

  private static int majorVersion(byte[] classFile) {
    return Short.toUnsignedInt(ByteBuffer.wrap(classFile).getShort(6));
  }

  /** ASM refuses versions that it does not know; what is read here never changed its form. */
  private static byte[] readable(byte[] classFile) {
    byte[] copy = classFile.clone();
    copy[4] = 0;
    copy[5] = 0;
    copy[6] = 0;
    copy[7] = (byte) Math.min(majorVersion(classFile), Opcodes.V17);
    return copy;
  }

  private static final class Visitor extends ClassVisitor {
    private String name = "";
    private int access;
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private boolean publicConstructor;
    private @Nullable Map<String, Object> options;

    Visitor() {
      super(Opcodes.ASM9);
    }

    ClassFacts facts() {
      return new ClassFacts(
          name, access, superName, interfaces, publicConstructor, Optional.ofNullable(options));
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      this.name = there(name);
      this.access = access;
      this.superName = superName;
      this.interfaces = interfaces == null ? List.of() : List.of(interfaces);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      if (!descriptor.equals(OPTIONS)) {
        return null;
      }
      options = new LinkedHashMap<>();
      return new OptionsVisitor(options);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (name.equals("<init>") && descriptor.equals("()V")) {
        publicConstructor = (access & Opcodes.ACC_PUBLIC) != 0;
      }
      return null;
    }
  }

  private static final class OptionsVisitor extends AnnotationVisitor {
    private final Map<String, Object> options;

    OptionsVisitor(Map<String, Object> options) {
      super(Opcodes.ASM9);
      this.options = options;
    }

    @Override
    public void visit(String name, Object value) {
      options.put(there(name), there(value));
    }

    @Override
    public void visitEnum(String name, String descriptor, String value) {
      options.put(there(name), there(value));
    }

    @Override
    public AnnotationVisitor visitAnnotation(String name, String descriptor) {
      Map<String, Object> nested = new LinkedHashMap<>();
      options.put(there(name), nested);
      return new OptionsVisitor(nested);
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
      List<Object> elements = new ArrayList<>();
      options.put(there(name), elements);
      return new ElementVisitor(elements);
    }
  }

  private static final class ElementVisitor extends AnnotationVisitor {
    private final List<Object> elements;

    ElementVisitor(List<Object> elements) {
      super(Opcodes.ASM9);
      this.elements = elements;
    }

    @Override
    public void visit(@Nullable String name, Object value) {
      elements.add(there(value));
    }
  }
}
