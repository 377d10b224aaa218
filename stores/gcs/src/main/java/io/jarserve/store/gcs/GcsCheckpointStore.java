package io.jarserve.store.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageException;
import io.jarserve.store.CheckpointStore;
import io.jarserve.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;

/**
 * Objects below one prefix of a bucket. That an object is made only where there is none is what the
 * precondition {@code ifGenerationMatch=0} says. A large one is sent in pieces with its checksum,
 * so that one that was broken off is refused in the end and never there in part.
 *
 * <p>Any thread. Keeps nothing but the client.
 */
final class GcsCheckpointStore implements CheckpointStore {

  private static final int TAKEN = 412;
  private static final int IN_ONE_REQUEST = 1024 * 1024;
  private static final int PIECE = 8 * 1024 * 1024;

  private final Storage client;
  private final String bucket;
  private final String root;

  /**
   * @param root what every name begins with; empty, or with a slash at its end
   */
  GcsCheckpointStore(Storage client, String bucket, String root) {
    this.client = client;
    this.bucket = bucket;
    this.root = root;
  }

  @Override
  public boolean create(String name, Content content) throws IOException {
    try (InputStream in = content.open()) {
      if (content.size() <= IN_ONE_REQUEST) {
        Blob unused =
            client.create(
                BlobInfo.newBuilder(id(name)).build(),
                in.readAllBytes(),
                BlobTargetOption.doesNotExist());
      } else {
        Blob unused =
            client.createFrom(
                BlobInfo.newBuilder(id(name)).setCrc32c(checksum(content)).build(),
                in,
                PIECE,
                BlobWriteOption.doesNotExist(),
                BlobWriteOption.crc32cMatch());
      }
      return true;
    } catch (StorageException e) {
      if (e.getCode() == TAKEN) {
        return false;
      }
      throw failed("writing", name, e);
    }
  }

  private static String checksum(Content content) throws IOException {
    CRC32C sum = new CRC32C();
    try (InputStream in = content.open()) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
      }
    }
    byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
    return Base64.getEncoder().encodeToString(bigEndian);
  }

  @Override
  public Optional<InputStream> get(String name) throws IOException {
    try {
      return Optional.ofNullable(client.get(id(name)))
          .map(Blob::reader)
          .map(Channels::newInputStream);
    } catch (StorageException e) {
      throw failed("reading", name, e);
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    try {
      Iterable<Blob> blobs =
          client
              .list(
                  bucket,
                  BlobListOption.prefix(root + prefix),
                  BlobListOption.fields(Storage.BlobField.NAME))
              .iterateAll();
      return StreamSupport.stream(blobs.spliterator(), false)
          .map(blob -> blob.getName().substring(root.length()))
          .toList();
    } catch (StorageException e) {
      throw failed("listing", prefix, e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    try {
      boolean unused = client.delete(id(name));
    } catch (StorageException e) {
      throw failed("deleting", name, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      client.close();
    } catch (Exception e) {
      throw new IOException("closing the client of gs://%s failed: %s".formatted(bucket, e), e);
    }
  }

  private BlobId id(String name) {
    return BlobId.of(bucket, root + name);
  }

  private IOException failed(String verb, String name, StorageException e) {
    return new IOException(
        "%s gs://%s/%s%s failed: %s".formatted(verb, bucket, root, name, e.getMessage()), e);
  }
}
