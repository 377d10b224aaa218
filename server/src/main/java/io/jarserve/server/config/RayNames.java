package io.jarserve.server.config;

import java.util.Map;
import java.util.Optional;

/**
 * Names of Ray Serve's config files that have no counterpart of the same name, and what to write
 * here. Stateless.
 */
final class RayNames {

  private static final Map<String, String> OF_SERVER =
      Map.of(
          "http_options", "here these are http_host and http_port",
          "grpc_options", "there is no gRPC port here; leave it out",
          "proxy_location", "every node has its proxy here; leave it out",
          "logging_config", "here these are log_level, log_format and access_log",
          "target_capacity", "there is nothing here that it could be about; leave it out");

  private static final Map<String, String> OF_APPLICATION =
      Map.of(
          "args", "here it is the user_config of a deployment",
          "runtime_env", "a JAR brings with it what it needs; leave it out",
          "host", "it is http_host here, once for all applications",
          "port", "it is http_port here, once for all applications",
          "logging_config", "here these are log_level, log_format and access_log of the server",
          "external_scaler_enabled", "there is nothing here that it could be about; leave it out");

  private RayNames() {}

  static Optional<String> ofServer(String name) {
    return Optional.ofNullable(OF_SERVER.get(name));
  }

  static Optional<String> ofApplication(String name) {
    return Optional.ofNullable(OF_APPLICATION.get(name));
  }
}
