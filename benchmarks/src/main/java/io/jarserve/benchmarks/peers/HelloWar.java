package io.jarserve.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.benchmarks.packing.Entries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipOutputStream;

/**
 * Makes a WAR that holds {@link HelloServlet} at every path: {@code HelloWar <file>}. With the
 * system property {@code hello.broken} its start fails.
 */
public final class HelloWar {
  private static final String WEB_XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1" metadata-complete="true">
        <servlet>
          <servlet-name>hello</servlet-name>
          <servlet-class>%s</servlet-class>
          <init-param><param-name>%s</param-name><param-value>%s</param-value></init-param>
          <init-param><param-name>%s</param-name><param-value>%s</param-value></init-param>
          <init-param><param-name>%s</param-name><param-value>%s</param-value></init-param>
          <load-on-startup>1</load-on-startup>
        </servlet>
        <servlet-mapping><servlet-name>hello</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
      </web-app>
      """;

  private HelloWar() {}

  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Hello.fromProperties());
  }

  static void write(Path file, Hello hello) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      Entries.add(zip, "WEB-INF/classes/", HelloServlet.class);
      Entries.add(zip, "WEB-INF/web.xml", webXml(hello).getBytes(UTF_8));
    }
  }

  private static String webXml(Hello hello) {
    return WEB_XML.formatted(
        HelloServlet.class.getName(),
        Hello.CONTENT_TYPE,
        escaped(hello.contentType()),
        Hello.BODY,
        escaped(hello.encodedBody()),
        Hello.BROKEN,
        Boolean.getBoolean(Hello.BROKEN));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
