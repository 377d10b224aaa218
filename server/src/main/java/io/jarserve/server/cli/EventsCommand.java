package io.jarserve.server.cli;

import io.jarserve.server.files.Trouble;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.model.InstanceEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve events}. */
@Command(
    name = "events",
    description = {
      "Shows what the server decided and saw: the last 1024 events that it keeps.",
      "json is an object a line, yaml a document each."
    },
    sortOptions = false,
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {"0:Shown.", "1:The server refused.", ExitCode.WRONG_LINE, ExitCode.NO_SERVER})
public final class EventsCommand implements Callable<Integer> {

  private static final long AGAIN_MILLIS = 500;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "APPLICATION",
      description = "Only what is about this application.")
  private @Nullable String application;

  @Mixin private Tail tail = new Tail();

  @Mixin private Output output = new Output();

  @Mixin private AddressOption address = new AddressOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The last event that was read; the next connection goes on from there. */
  private long last;

  @Override
  public Integer call() throws InterruptedException {
    try {
      AdminClient client = address.client();
      return tail.follows() ? follow(client) : once(client);
    } catch (AdminException failed) {
      err().println("jarserve events: " + failed.getMessage());
      return failed.exitCode();
    } catch (JsonException odd) {
      err().println("jarserve events: what is told is no event: " + odd.getMessage());
      return ExitCode.NOT_WELL;
    }
  }

  private int once(AdminClient client) throws AdminException {
    try (EventStream stream = open(client)) {
      showKept(stream);
      return ExitCode.OK;
    } catch (IOException broken) {
      throw AdminException.unreachable(
          client.address() + " broke off (" + Trouble.of(broken) + "); is it stopping?");
    }
  }

  private int follow(AdminClient client) throws AdminException, InterruptedException {
    boolean lost = false;
    while (!out().checkError()) {
      try (EventStream stream = open(client)) {
        lost = false;
        showKept(stream);
        while (!out().checkError() && stream.read(this::show)) {
          // a comment now and then says that the server is still there
        }
      } catch (IOException broken) {
        // told below
      } catch (AdminException failed) {
        if (last == 0 || failed.exitCode() != ExitCode.UNREACHABLE) {
          throw failed;
        }
      }
      if (!lost && !out().checkError()) {
        err().println("jarserve events: lost the server at " + client.address() + "; waiting");
        lost = true;
      }
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    }
    return ExitCode.OK;
  }

  private EventStream open(AdminClient client) throws AdminException {
    return new EventStream(client.events(last, Optional.ofNullable(application)));
  }

  private void showKept(EventStream stream) throws IOException {
    Deque<InstanceEvent> kept = new ArrayDeque<>();
    stream.read(event -> tail.keep(kept, event));
    kept.forEach(this::show);
    out().flush();
  }

  private void show(InstanceEvent event) {
    last = event.sequence();
    output.writeItem(out(), event, () -> line(event));
  }

  private static String line(InstanceEvent event) {
    String line = EventLine.of(event, ZoneId.systemDefault());
    return Terminal.hasColours() ? Colours.painted(line) : line;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
