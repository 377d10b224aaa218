package io.jarserve.samples.thumbnailer;

import io.jarserve.api.RequestException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads images that strangers send. Stateless. */
final class Images {

  private static final long MOST_PIXELS = 50_000_000;
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");

  private Images() {}

  /**
   * Decodes an image while it arrives. Of a large one only every second, third… pixel of every
   * second, third… row is kept.
   *
   * @param size how long the longest edge must still be, if it is
   * @throws RequestException when the body is no image, is broken, or has too many pixels; the last
   *     before any of them is decoded
   */
  static BufferedImage read(InputStream body, int size) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(body)) {
      ImageReader reader = reader(in);
      try {
        reader.setInput(in, true, true);
        return decode(reader, size);
      } catch (RequestException refusal) {
        throw refusal;
      } catch (IOException | RuntimeException broken) {
        // readers throw whatever they stumble over
        throw new RequestException(422, "the image cannot be decoded: " + broken.getMessage());
      } finally {
        reader.dispose();
      }
    }
  }

  private static ImageReader reader(ImageInputStream in) throws IOException {
    for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw new RequestException(415, "the body is not an image in PNG, JPEG or GIF");
  }

  private static BufferedImage decode(ImageReader reader, int size) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MOST_PIXELS) {
      throw new RequestException(
          413,
          "the image has " + width + " x " + height + " pixels; at most 50 million are accepted");
    }
    // twice as many as needed, for the mean of several to become one
    int step = Math.max(1, Math.max(width, height) / (2 * size));
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    return reader.read(0, param);
  }
}
