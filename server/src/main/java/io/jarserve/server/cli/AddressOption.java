package io.jarserve.server.cli;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which server a command asks. */
final class AddressOption {

  private static final String STANDARD = "http://127.0.0.1:8265";

  @Option(
      names = "--address",
      paramLabel = "<url>",
      converter = Converter.class,
      defaultValue = "${env:JARSERVE_ADDRESS:-" + STANDARD + "}",
      description = {
        "Admin port of the server.",
        "Default: JARSERVE_ADDRESS, else " + STANDARD + "."
      })
  private URI address = URI.create(STANDARD);

  AdminClient client() {
    return new AdminClient(address);
  }

  static URI parse(String text) {
    String withScheme = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = URI.create(withScheme);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri.resolve("/");
      }
    } catch (IllegalArgumentException notOne) {
      // told below
    }
    throw new TypeConversionException(
        "'" + text + "' is not the address of an admin port; it looks like " + STANDARD);
  }

  static final class Converter implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return parse(text);
    }
  }
}
