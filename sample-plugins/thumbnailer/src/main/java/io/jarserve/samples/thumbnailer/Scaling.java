package io.jarserve.samples.thumbnailer;

import java.awt.image.BufferedImage;

/**
 * Makes a decoded image smaller: each pixel becomes the mean of those that lie under it. Stateless.
 */
final class Scaling {

  private Scaling() {}

  /** The image with its longest edge at that size; as it is when it is not longer. */
  static BufferedImage fit(BufferedImage image, int size) {
    int longest = Math.max(image.getWidth(), image.getHeight());
    int width = edge(image.getWidth(), size, longest);
    int height = edge(image.getHeight(), size, longest);
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage small =
        new BufferedImage(
            width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int[] rows = rows(image, y, height);
      for (int x = 0; x < width; x++) {
        small.setRGB(x, y, mean(rows, image.getWidth(), x, width));
      }
    }
    return small;
  }

  private static int edge(int length, int size, int longest) {
    return longest <= size
        ? length
        : Math.max(1, (int) (((long) length * size + longest / 2) / longest));
  }

  /** The rows that lie under one. */
  private static int[] rows(BufferedImage image, int y, int height) {
    int from = from(y, image.getHeight(), height);
    int to = from(y + 1, image.getHeight(), height);
    int width = image.getWidth();
    return image.getRGB(0, from, width, to - from, null, 0, width);
  }

  private static int from(int index, int large, int small) {
    return (int) ((long) index * large / small);
  }

  private static int mean(int[] rows, int rowLength, int x, int width) {
    int from = from(x, rowLength, width);
    int to = from(x + 1, rowLength, width);
    long alpha = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    int count = 0;
    for (int row = 0; row < rows.length; row += rowLength) {
      for (int i = row + from; i < row + to; i++) {
        int opacity = rows[i] >>> 24;
        alpha += opacity;
        red += opacity * (long) ((rows[i] >> 16) & 0xff);
        green += opacity * (long) ((rows[i] >> 8) & 0xff);
        blue += opacity * (long) (rows[i] & 0xff);
        count++;
      }
    }
    if (alpha == 0) {
      return 0;
    }
    long colour = ((red / alpha) << 16) | ((green / alpha) << 8) | (blue / alpha);
    return (int) (((alpha / count) << 24) | colour);
  }
}
