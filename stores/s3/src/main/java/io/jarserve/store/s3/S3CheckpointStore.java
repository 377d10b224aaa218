package io.jarserve.store.s3;

import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects below one prefix of a bucket. That an object is made only where there is none is what
 * {@code If-None-Match: *} says; each object is one request, so it is whole or not there.
 *
 * <p>Any thread. Keeps nothing but the client.
 */
final class S3CheckpointStore implements CheckpointStore {

  private static final int TAKEN = 412;
  private static final int ANOTHER_UNDER_WAY = 409;
  private static final int MOST_TRIES = 5;

  private final S3Client client;
  private final String bucket;
  private final String root;

  /**
   * @param root what every key begins with; empty, or with a slash at its end
   */
  S3CheckpointStore(S3Client client, String bucket, String root) {
    this.client = client;
    this.bucket = bucket;
    this.root = root;
  }

  @Override
  public boolean create(String name, Content content) throws IOException {
    for (int tries = 1; tries < MOST_TRIES; tries++) {
      Optional<Boolean> created = tryToCreate(name, content);
      if (created.isPresent()) {
        return created.get();
      }
    }
    return tryToCreate(name, content)
        .orElseThrow(
            () ->
                new IOException("others keep writing %s; it is tried again".formatted(url(name))));
  }

  /** Empty when somebody else was writing it and may have failed. */
  private Optional<Boolean> tryToCreate(String name, Content content) throws IOException {
    try {
      PutObjectResponse answer =
          client.putObject(
              put -> put.bucket(bucket).key(root + name).ifNoneMatch("*"), body(content));
      if (answer.eTag() == null) {
        throw new IOException(
            "writing %s was answered without an ETag, which no S3 does; something between may have answered, see to the endpoint and the proxies"
                .formatted(url(name)));
      }
      return Optional.of(true);
    } catch (S3Exception e) {
      if (e.statusCode() == ANOTHER_UNDER_WAY) {
        return Optional.empty();
      } else if (e.statusCode() == TAKEN) {
        return Optional.of(false);
      }
      throw failed("writing", name, e);
    } catch (SdkException | UncheckedIOException e) {
      throw failed("writing", name, e);
    }
  }

  private static RequestBody body(Content content) {
    return RequestBody.fromContentProvider(
        () -> opened(content), content.size(), "application/octet-stream");
  }

  private static InputStream opened(Content content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<InputStream> get(String name) throws IOException {
    try {
      return Optional.of(client.getObject(get -> get.bucket(bucket).key(root + name)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed("reading", name, e);
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    try {
      return client
          .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(root + prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(key -> key.substring(root.length()))
          .toList();
    } catch (SdkException e) {
      throw failed("listing", prefix, e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    try {
      var unused = client.deleteObject(delete -> delete.bucket(bucket).key(root + name));
    } catch (SdkException e) {
      throw failed("deleting", name, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private String url(String name) {
    return "s3://" + bucket + "/" + root + name;
  }

  private IOException failed(String verb, String name, RuntimeException e) {
    return new IOException("%s %s failed: %s".formatted(verb, url(name), e.getMessage()), e);
  }
}
