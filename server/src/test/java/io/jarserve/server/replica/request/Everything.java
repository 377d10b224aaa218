package io.jarserve.server.replica.request;

import io.jarserve.server.testing.PluginJars;

/** A deployment that does whatever the path says. */
final class Everything {

  private static final String BODY =
      """
      public record Point(int x, int y) {}
      private static final Response CONSTANT =
          Response.text("constant").withHeader("X-Kind", "constant");
      private final java.util.concurrent.Semaphore released =
          new java.util.concurrent.Semaphore(0);
      private volatile String last = "";

      public Response handle(Request r) throws Exception {
        String[] path = r.path().substring(1).split("/", 2);
        switch (path[0]) {
          case "text": return Response.text("hello");
          case "thread": return Response.text(Thread.currentThread().getName());
          case "constant": return CONSTANT;
          case "json": return Response.json(new Point(1, 2));
          case "empty": return Response.empty(Integer.parseInt(path[1]));
          case "status": return Response.text("body").withStatus(Integer.parseInt(path[1]));
          case "length": return Response.text("body").withHeader("Content-Length", path[1]);
          case "framing": return Response.text("body")
              .withHeader("Transfer-Encoding", "chunked").withHeader("X-Request-Id", "mine")
              .withHeader("Date", "long ago");
          case "echo": return Response.bytes("application/octet-stream", r.bytes());
          case "read": return Response.text(r.text());
          case "count": return Response.text("" + count(r.stream()));
          case "ignore": return Response.text("ignored");
          case "twice": r.bytes(); return Response.bytes("a/b", r.bytes());
          case "point": return Response.json(r.json(Point.class));
          case "describe": return Response.text(describe(r));
          case "where": return Response.text(where(r));
          case "late": return Response.late(answer -> late(answer, path[1], r));
          case "throw": throw new IllegalStateException("boom");
          case "error": throw new AssertionError("bang");
          case "null": return null;
          case "refuse": throw new RequestException(418, "no coffee");
          case "unmappable": return Response.json(new Object() { public int getX() { throw new IllegalStateException("cannot"); } });
          case "stream": return stream(Integer.parseInt(path[1]), -1);
          case "announced": return stream(1000, Integer.parseInt(path[1]));
          case "slowstream": return Response.stream("text/plain", out -> {
              out.write('a'); out.flush(); released.acquire(); out.write('b'); });
          case "endless": return Response.stream("text/plain", this::endless);
          case "closed": return Response.stream("text/plain", out -> {
              out.write('a'); out.close(); out.write('b'); });
          case "breaks": return Response.stream("text/plain", out -> {
              out.write(new byte[Integer.parseInt(path[1])]);
              throw new IllegalStateException("snap"); });
          case "wait": return waitForRelease();
          case "release": released.release(); return Response.text("released");
          case "last": return Response.text(last);
          default: return Response.text("path " + r.path());
        }
      }

      private Response stream(int count, int announced) {
        Response response = Response.stream("text/plain", out -> {
          for (int i = 0; i < count; i++) {
            out.write((i % 10) + '0');
          }
        });
        return announced < 0 ? response : response.withHeader("Content-Length", "" + announced);
      }

      private static void late(Response.LateAnswer answer, String how, Request r)
          throws Exception {
        Response head = Response.empty(201).withHeader("X-Kind", "late");
        switch (how) {
          case "never": return;
          case "twice": answer.begin(head); answer.begin(head); return;
          case "body": answer.begin(Response.text("body")); return;
          case "none": answer.begin(Response.empty(204)).write(new byte[100_000]); return;
          case "breaks": answer.begin(head).write('x'); throw new IllegalStateException("boom");
          case "refuse": throw new RequestException(418, "no coffee");
          case "echo": answer.begin(head).write(r.bytes()); return;
          default: answer.begin(head).write(new byte[Integer.parseInt(how)]);
        }
      }

      private void endless(java.io.OutputStream out) throws Exception {
        try {
          while (true) {
            out.write(new byte[100_000]);
          }
        } catch (Exception e) {
          last = e.getClass().getSimpleName();
          throw e;
        }
      }

      private Response waitForRelease() {
        last = "waiting";
        try {
          released.acquire();
          last = "released";
        } catch (InterruptedException e) {
          last = "interrupted";
        }
        return Response.text("waited");
      }

      private static long count(java.io.InputStream in) throws Exception {
        long count = 0;
        byte[] buffer = new byte[10_000];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          count += n;
        }
        return count;
      }

      private static String where(Request r) {
        return r.scheme() + " " + r.authority() + " " + r.protocol() + " " + r.routePrefix() + " "
            + r.rawPath() + " " + r.rawQuery().orElse("-") + " "
            + r.remoteAddress().get().getAddress().isLoopbackAddress();
      }

      private static String describe(Request r) {
        return r.method() + " " + r.path() + " " + r.query("q").orElse("-") + " " + r.queryAll("q")
            + " " + r.header("x-a").orElse("-") + " " + r.headerAll("X-A") + " " + r.id() + " "
            + r.headerNames() + " " + r.timeLeft().isPresent() + " " + r.bytes().length;
      }
      """;

  private Everything() {}

  static PluginJars jar() {
    return PluginJars.jar("app", "1.0").deployment("demo.Main", "", BODY);
  }
}
