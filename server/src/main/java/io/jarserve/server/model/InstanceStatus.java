package io.jarserve.server.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance tells about itself: the answer of {@code GET /api/serve/applications/}.
 * Component names in snake case are the JSON names; times are seconds since 1970.
 *
 * @param applications by name, sorted
 * @param rejectedFiles files of the deploy directory that nothing can be made of
 * @param pendingUnload class loaders that were closed and are still held by something
 * @param messages about the instance as a whole, such as an unreadable deploy directory
 * @param warnings about what is probably not as it was meant, such as options of no application;
 *     everything is well all the same
 */
public record InstanceStatus(
    ControllerInfo controllerInfo,
    String proxyLocation,
    HttpOptions httpOptions,
    Map<String, ProxyView> proxies,
    Map<String, ApplicationView> applications,
    List<RejectedFile> rejectedFiles,
    List<PendingUnload> pendingUnload,
    List<String> messages,
    List<String> warnings) {

  /**
   * The server itself.
   *
   * @param deployDir the directory that it watches, on its machine; null from servers that do not
   *     tell
   * @param embedded whether its process is a program's, which may go on when the server has ended;
   *     null from servers that do not tell
   */
  public record ControllerInfo(
      String nodeId,
      String namespace,
      String version,
      String java,
      long pid,
      double startTimeS,
      @Nullable String deployDir,
      @Nullable Boolean embedded) {

    /** Whether that is said by the same server, in the same run. */
    public boolean isSameRun(ControllerInfo other) {
      return pid == other.pid && startTimeS == other.startTimeS && nodeId.equals(other.nodeId);
    }
  }

  /**
   * The public port.
   *
   * @param port the one that is listened on; the configured one until it is open
   * @param tls whether it is spoken there
   */
  public record HttpOptions(String host, int port, boolean tls) {

    /** For people, such as {@code http://127.0.0.1:8000}. */
    public String url() {
      boolean bare6 = host.contains(":") && !host.startsWith("[");
      return (tls ? "https" : "http") + "://" + (bare6 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * A node's public side.
   *
   * @param nodeIp the address that is listened on
   * @param logFilePath where this node logs to, beside its standard output; null when that is all
   */
  public record ProxyView(
      String nodeId, String nodeIp, ProxyStatus status, @Nullable String logFilePath) {}

  /** A file that was refused, and why. */
  public record RejectedFile(String file, String reason) {}

  /**
   * A closed class loader that is not collected yet.
   *
   * @param suspects what may hold it, for people; empty when nothing was found
   */
  public record PendingUnload(
      String application, String version, String digest, double ageS, List<String> suspects) {}

  /** What went wrong last. */
  public record LastError(String message, double timeS) {}

  /**
   * One application.
   *
   * @param routePrefix of its first reachable deployment
   * @param version of what is wanted
   * @param servingVersion of what last served healthy; null before the first time
   * @param superseded files of the same application with a lower version or the same bytes
   * @param origin null from servers that do not tell
   * @param bake null when no version is watched
   */
  public record ApplicationView(
      String name,
      @Nullable String routePrefix,
      ApplicationStatus status,
      String message,
      @Nullable Double lastDeployedTimeS,
      String file,
      String version,
      String digest,
      @Nullable String servingVersion,
      @Nullable String servingDigest,
      List<String> superseded,
      int pendingUnload,
      @Nullable LastError lastError,
      Map<String, DeploymentView> deployments,
      @Nullable OriginView origin,
      @Nullable BakeView bake) {}

  /**
   * How a version is watched that has taken over and is not good yet.
   *
   * @param previousVersion that comes back if it fares worse
   * @param requests that ended since then, of all deployments that are compared
   * @param failed of them with an error
   */
  public record BakeView(
      double startTimeS, double endTimeS, String previousVersion, long requests, long failed) {}

  /**
   * Where an application comes from, and which version it is at.
   *
   * @param owner the way by which it is changed: directory, api, config or embedded
   * @param ownerName tells apart those of one kind; empty where there is but one
   * @param number of the version that is wanted
   * @param etag differs whenever what is wanted does
   * @param servingNumber of the version that serves, or served last; null before the first time
   * @param by who wanted this version; empty when nobody is known
   * @param how by what, such as {@code rollback to 3}
   * @param overrides the version that the deploy directory asks for, where somebody rolled back
   *     from it; null otherwise
   */
  public record OriginView(
      String owner,
      String ownerName,
      long number,
      String etag,
      @Nullable Long servingNumber,
      String by,
      String how,
      double timeS,
      @Nullable String overrides) {}

  /** One deployment. */
  public record DeploymentView(
      String name,
      DeploymentStatus status,
      StatusTrigger statusTrigger,
      String message,
      Map<String, Object> deploymentConfig,
      int targetNumReplicas,
      List<ReplicaView> replicas) {}

  /**
   * One replica.
   *
   * @param healthy whether it takes requests
   * @param message of its last failed health check or start; empty when all is well
   */
  public record ReplicaView(
      String replicaId,
      ReplicaState state,
      boolean healthy,
      String version,
      String digest,
      String nodeId,
      long pid,
      double startTimeS,
      String message) {}
}
