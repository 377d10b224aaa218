package io.jarserve.server.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which server a command asks, and as whom. */
final class AddressOption {

  private static final String STANDARD = AdminClient.STANDARD;

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

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = {
        "File that holds a token, for a server that asks who you are.",
        "Default: the token itself in JARSERVE_TOKEN."
      })
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "<file>",
      defaultValue = "${env:JARSERVE_CA_FILE}",
      description = {
        "PEM file of the authority that signed the server's certificate.",
        "Default: JARSERVE_CA_FILE, else those that Java trusts."
      })
  private @Nullable Path caFile;

  @Option(
      names = "--cert-file",
      paramLabel = "<file>",
      defaultValue = "${env:JARSERVE_CERT_FILE}",
      description = {
        "PEM file of the certificate to show, for a server that asks for one.",
        "Default: JARSERVE_CERT_FILE."
      })
  private @Nullable Path certFile;

  @Option(
      names = "--key-file",
      paramLabel = "<file>",
      defaultValue = "${env:JARSERVE_KEY_FILE}",
      description = "PEM file of its key. Default: JARSERVE_KEY_FILE.")
  private @Nullable Path keyFile;

  AdminClient client() throws AdminException {
    Credentials credentials =
        Credentials.of(tokenFile, System.getenv()).trusting(caFile, certFile, keyFile);
    return new AdminClient(address, "--address or JARSERVE_ADDRESS", credentials);
  }

  static URI parse(String text) {
    try {
      return AdminClient.address(text);
    } catch (IllegalArgumentException notOne) {
      throw new TypeConversionException(String.valueOf(notOne.getMessage()));
    }
  }

  static final class Converter implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return parse(text);
    }
  }
}
