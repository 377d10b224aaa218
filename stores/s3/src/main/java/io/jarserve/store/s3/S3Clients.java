package io.jarserve.store.s3;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the SDK's client as its users expect it: from the environment and the usual files. But for
 * one thing: the checksum goes before the content and not behind it. A store that answers before it
 * has read what is behind cuts the connection, and the SDK asks again and hears that its own object
 * is in the way.
 */
final class S3Clients {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration READ = Duration.ofSeconds(10);

  private S3Clients() {}

  static S3Client open(URI location) throws IOException {
    boolean elsewhere = hasEndpoint();
    try {
      return S3Client.builder()
          .region(region(elsewhere))
          .forcePathStyle(elsewhere)
          .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
          .httpClientBuilder(
              UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ))
          .build();
    } catch (SdkClientException e) {
      throw new IOException(
          "the checkpoint path %s cannot be opened: %s; set AWS_REGION and credentials, or AWS_ENDPOINT_URL for a store that is not Amazon's"
              .formatted(location, e.getMessage()),
          e);
    }
  }

  /** Others than Amazon rarely have a host name for each bucket, and no regions. */
  private static boolean hasEndpoint() {
    return Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").anyMatch(S3Clients::isSet)
        || Stream.of("aws.endpointUrlS3", "aws.endpointUrl")
            .anyMatch(name -> System.getProperty(name) != null);
  }

  private static boolean isSet(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isBlank();
  }

  private static Region region(boolean elsewhere) {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      if (elsewhere) {
        return Region.US_EAST_1;
      }
      throw e;
    }
  }
}
