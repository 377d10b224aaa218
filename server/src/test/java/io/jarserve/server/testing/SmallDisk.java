package io.jarserve.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own that can be full, read-only or gone: for what no permission bit can show
 * to root. Where this user may not mount one, the test is skipped and says so.
 */
public final class SmallDisk implements AutoCloseable {

  private final Path mountPoint;
  private boolean mounted;

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** An empty one, mounted at that directory, which is made where needed. */
  public static SmallDisk mount(Path mountPoint, int kibibytes) throws IOException {
    Files.createDirectories(mountPoint);
    SmallDisk disk = new SmallDisk(mountPoint);
    disk.mounted =
        run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + kibibytes + "k", "tmpfs", disk.path());
    assumeThat(disk.mounted).as("this user may mount a tmpfs").isTrue();
    return disk;
  }

  /** Where it is mounted. */
  public Path root() {
    return mountPoint;
  }

  /** Takes all the room that is left. */
  public void fill() throws IOException {
    Path filler = mountPoint.resolve(".filler");
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(Files.getFileStore(mountPoint).getUsableSpace()).isZero();
    }
  }

  /** Gives back what {@link #fill} took. */
  public void makeRoom() throws IOException {
    try {
      Files.delete(mountPoint.resolve(".filler"));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("fill() comes before makeRoom()", e);
    }
  }

  /** Forbids every write, also to root. */
  public void readOnly() throws IOException {
    await("nobody writes").until(() -> run("mount", "-o", "remount,ro", path()));
  }

  /** Allows writes again. */
  public void writable() throws IOException {
    assertThat(run("mount", "-o", "remount,rw", path())).isTrue();
  }

  /** Shows it at another directory too, where nobody may write to it. */
  public SmallDisk readOnlyView(Path where) throws IOException {
    Files.createDirectories(where);
    SmallDisk view = new SmallDisk(where);
    view.mounted = run("mount", "--bind", path(), view.path());
    assumeThat(view.mounted).as("this user may bind a mount").isTrue();
    assertThat(run("mount", "-o", "remount,ro,bind", view.path())).isTrue();
    return view;
  }

  /** Takes the disk away, also while files of it are open; the empty mount point stays. */
  public void unmount() throws IOException {
    if (mounted) {
      mounted = !run("umount", "-l", path());
      assertThat(mounted).isFalse();
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
  }

  private String path() {
    return mountPoint.toString();
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
