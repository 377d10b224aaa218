package io.jarserve.jaxrs;

import io.jarserve.api.ReplicaContext;
import io.jarserve.api.RequestException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A resource that does whatever the path says. */
@Path("all")
@Singleton
public class Everything {

  static final AtomicInteger DESTROYED = new AtomicInteger();

  @GET
  @Path("where/{name}")
  public String where(
      @PathParam("name") String name,
      @MatrixParam("v") String version,
      @QueryParam("q") List<String> values,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    return String.join(
        " ",
        name,
        version,
        String.valueOf(values),
        uri.getBaseUri().toString(),
        uri.getPath(),
        uri.getRequestUri().toString(),
        String.valueOf(security.isSecure()));
  }

  @GET
  @Path("headers")
  public Response headers(@Context HttpHeaders headers) {
    return Response.ok(String.valueOf(headers.getRequestHeader("x-a")))
        .header("X-B", "one")
        .header("X-B", "two")
        .build();
  }

  @GET
  @Path("replica")
  public String replica(@Context ReplicaContext context) {
    return context.replicaId();
  }

  @POST
  @Path("echo")
  public String echo(String body) {
    return body;
  }

  @POST
  @Path("copy")
  public StreamingOutput copy(InputStream body) {
    return body::transferTo;
  }

  @GET
  @Path("nothing")
  public void nothing() {}

  @GET
  @Path("throw")
  public String throwing() {
    throw new IllegalStateException("boom");
  }

  @GET
  @Path("error")
  public String error() {
    throw new AssertionError("bang");
  }

  @GET
  @Path("refuse")
  public String refuse() {
    throw new RequestException(413, "too much");
  }

  @GET
  @Path("bad")
  public String bad() {
    throw new BadRequestException();
  }

  @GET
  @Path("breaks")
  public StreamingOutput breaks() {
    return out -> {
      out.write(new byte[100_000]);
      throw new IllegalStateException("snap");
    };
  }

  @GET
  @Path("later")
  public CompletionStage<String> later() {
    return CompletableFuture.supplyAsync(
        () -> "later", CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
  }

  @GET
  @Path("fails-later")
  public CompletionStage<String> failsLater() {
    return CompletableFuture.supplyAsync(
        () -> {
          throw new IllegalStateException("late boom");
        },
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
  }

  @GET
  @Path("timeout")
  public void timeout(@Suspended AsyncResponse response) {
    response.setTimeout(20, TimeUnit.MILLISECONDS);
  }

  @GET
  @Path("handled")
  public void handled(@Suspended AsyncResponse response) {
    response.setTimeoutHandler(late -> late.resume("handled"));
    response.setTimeout(20, TimeUnit.MILLISECONDS);
  }

  @GET
  @Path("never")
  public void never(@Suspended AsyncResponse response) {}

  @PreDestroy
  void destroy() {
    DESTROYED.incrementAndGet();
  }
}
