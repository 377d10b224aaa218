package io.jarserve.server.checkpoint;

import io.jarserve.store.Content;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** When bytes moved last in one call. Moved by the thread of the call, watched by another. */
final class Progress {

  private volatile long lastNanos = System.nanoTime();

  boolean stoodStillFor(Duration time) {
    return System.nanoTime() - lastNanos > time.toNanos();
  }

  Content watch(Content content) {
    return new Content() {
      @Override
      public long size() {
        return content.size();
      }

      @Override
      public InputStream open() throws IOException {
        return watch(content.open());
      }
    };
  }

  InputStream watch(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        lastNanos = System.nanoTime();
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        lastNanos = System.nanoTime();
        return super.read(bytes, offset, length);
      }
    };
  }

  OutputStream watch(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        lastNanos = System.nanoTime();
        out.write(bytes, offset, length);
      }
    };
  }
}
