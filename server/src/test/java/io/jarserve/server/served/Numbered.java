package io.jarserve.server.served;

import io.jarserve.server.testing.PluginJars;
import io.jarserve.server.testing.ServerProcess;
import java.net.http.HttpResponse;

/** Applications whose versions are 1.0, 2.0 and so on, and whose answers end with the number. */
final class Numbered {

  private Numbered() {}

  static byte[] greeter(String app, int number) {
    return PluginJars.greeter(app, number + ".0", app + " " + number).bytes();
  }

  /** Which one answers; 0 for none. */
  static int served(ServerProcess server, String app) {
    HttpResponse<String> answer =
        server.get("/" + app).orElseThrow(() -> new AssertionError("no answer for " + app));
    return answer.statusCode() == 200 ? number(answer.body().replaceFirst(".* ", "")) : 0;
  }

  static int number(String version) {
    return Integer.parseInt(version.replaceFirst("\\..*", ""));
  }
}
