package io.jarserve.samples.thumbnailer;

import io.jarserve.api.Deployment;
import io.jarserve.api.DeploymentOptions;
import io.jarserve.api.Request;
import io.jarserve.api.RequestException;
import io.jarserve.api.Response;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes images small.
 *
 * <pre>
 *   POST /thumbnail?size=n     an image in the body; n is the longest edge, 16 to 512
 * </pre>
 *
 * <p>Few requests at once, because each takes memory; the others wait in the queue.
 */
@DeploymentOptions(
    routePrefix = "/thumbnail",
    maxOngoingRequests = 4,
    maxRequestBytes = 16 * 1024 * 1024)
public final class Thumbnailer implements Deployment {

  private static final int LEAST = 16;
  private static final int MOST = 512;

  @Override
  public Response handle(Request request) throws IOException {
    if (!request.method().equals("POST") && !request.method().equals("PUT")) {
      throw new RequestException(405, request.method() + " is not offered here: POST an image");
    }
    int size = size(request.query("size").orElse("256"));
    BufferedImage small = Scaling.fit(Images.read(request.stream(), size), size);
    String format = small.getColorModel().hasAlpha() ? "png" : "jpeg";
    return Response.stream("image/" + format, out -> write(small, format, out));
  }

  private static void write(BufferedImage image, String format, OutputStream out)
      throws IOException {
    try (ImageOutputStream images = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, format, images);
    }
  }

  private static int size(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size >= LEAST && size <= MOST) {
        return size;
      }
    } catch (NumberFormatException e) {
      // told below, like a number that is out of range
    }
    throw new RequestException(
        400, "size must be " + LEAST + " to " + MOST + " but is '" + text + "'");
  }
}
