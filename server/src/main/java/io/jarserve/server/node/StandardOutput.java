package io.jarserve.server.node;

import io.jarserve.server.files.Trouble;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes what it was asked for, and whether it arrived: the one that Java makes
 * loses what cannot be written, and says nothing. Used by one thread at a time.
 */
final class StandardOutput extends OutputStream {

  /** Whoever reads has enough, as in {@code jarserve events | head}. */
  private static final String ENOUGH = "Broken pipe";

  private final OutputStream out;
  private @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** That of this process. */
  static StandardOutput ofThisProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** Writes text to it, line by line, in the letters that a terminal understands. */
  PrintWriter writer() {
    return new PrintWriter(new BufferedWriter(new OutputStreamWriter(this, charset())), true);
  }

  private static Charset charset() {
    String terminal = System.getProperty("stdout.encoding", ""); // from Java 19 on
    String named = System.getProperty("sun.stdout.encoding", terminal);
    if (named.equalsIgnoreCase("cp65001")) { // what Windows calls it
      return StandardCharsets.UTF_8;
    }
    return named.isEmpty() || !Charset.isSupported(named)
        ? Charset.defaultCharset()
        : Charset.forName(named);
  }

  @Override
  public void write(int letter) throws IOException {
    write(new byte[] {(byte) letter}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException fault) {
      failure = failure == null ? fault : failure;
      throw fault;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Why something did not arrive, for people; empty when nothing was lost that somebody wanted. */
  Optional<String> loss() {
    return Optional.ofNullable(failure)
        .filter(fault -> !String.valueOf(fault.getMessage()).contains(ENOUGH))
        .map(fault -> "cannot write to the standard output (" + Trouble.of(fault) + ")");
  }
}
