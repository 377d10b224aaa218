package io.jarserve.samples.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Images for tests. Stateless. */
public final class Pictures {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Pictures() {}

  /** Left half red, right half blue. */
  public static byte[] halves(String format, int width, int height) throws IOException {
    return encoded(format, halves(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)));
  }

  /** As halves, half transparent. */
  public static byte[] transparent(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0x80ff0000);
      }
    }
    return encoded("png", image);
  }

  /** Large in pixels, small in bytes. */
  public static byte[] large(int width, int height) throws IOException {
    return encoded("png", new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY));
  }

  /** Says that it has that many pixels, and has none. */
  public static byte[] bomb(int width, int height) {
    byte[] header = new byte[13];
    ByteBuffer.wrap(header).putInt(width).putInt(height).put((byte) 8).put((byte) 2);
    ByteBuffer png = ByteBuffer.allocate(100).put(SIGNATURE);
    chunk(png, "IHDR", header);
    chunk(png, "IDAT", new byte[4]);
    return png.array();
  }

  public static BufferedImage decoded(byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  private static BufferedImage halves(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, x < image.getWidth() / 2 ? 0xff0000 : 0x0000ff);
      }
    }
    return image;
  }

  private static byte[] encoded(String format, BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteBuffer png, String name, byte[] content) {
    byte[] type = name.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(content);
    png.putInt(content.length).put(type).put(content).putInt((int) crc.getValue());
  }
}
