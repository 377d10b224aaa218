package io.jarserve.server.node;

import io.jarserve.server.access.AccessException;
import io.jarserve.server.access.KnownToken;
import io.jarserve.server.access.Token;
import io.jarserve.server.access.TokenFile;
import io.jarserve.server.cli.ExitCode;
import io.jarserve.server.cli.Output;
import io.jarserve.server.cli.Table;
import io.jarserve.server.config.ConfigException;
import io.jarserve.server.files.Trouble;
import io.jarserve.server.model.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code jarserve token}: changes the token file of a state directory, whether a server runs or
 * not. Who may write there may do everything anyway, so it asks for nothing.
 */
@Command(
    name = "token",
    description = {
      "Makes, lists and takes back the tokens of the admin port.",
      "From the first token on, the admin port asks every caller for one."
    },
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {"0:Done.", "2:It could not be done; the message says what to do."})
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Alone it only tells what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(out());
  }

  @Command(
      description = {
        "Makes a token and prints it, once: nobody can read it anywhere afterwards.",
        "On the standard output there is the token and nothing else."
      })
  int create(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "<name>",
              description = "What to call it.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "read|deploy|admin",
              description =
                  "read: sees everything; deploy: changes applications too; admin: does all.")
          Granted role,
      @Option(
              names = "--expires-in",
              paramLabel = "<time>",
              description = "How long it is good for, such as 12h or 90d; default: until revoked.")
          @Nullable String expiresIn,
      @Mixin StatePlace server) {
    return tell(
        "create",
        () -> {
          Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
          Instant end = expiresIn == null ? null : now.plus(Lifetime.parse(expiresIn));
          Token token =
              tokens(server).create(name, Role.granted(role.name()).orElseThrow(), now, end);
          err().println("made token '" + name + "' with the id " + token.id() + "; keep it safe:");
          out().println(token.secret());
        });
  }

  @Command(description = "Lists the tokens, without their secrets.")
  int list(@Mixin Output output, @Mixin StatePlace server) {
    return tell(
        "list",
        () -> {
          List<Listed> tokens = tokens(server).list().stream().map(Listed::of).toList();
          output.write(out(), tokens, () -> table(tokens));
        });
  }

  @Command(description = "Takes a token back; a server that runs refuses it from then on.")
  int revoke(
      @Parameters(paramLabel = "<name or id>", description = "Of the token.") String nameOrId,
      @Mixin StatePlace server) {
    return tell(
        "revoke",
        () -> {
          KnownToken token = tokens(server).revoke(nameOrId);
          out().println("revoked token '" + token.name() + "' with the id " + token.id());
        });
  }

  private static TokenFile tokens(StatePlace server) {
    return new TokenFile(server.settings().stateDir());
  }

  /** The roles that somebody can be given. */
  enum Granted {
    read,
    deploy,
    admin
  }

  /** What is told of a token. */
  private record Listed(
      String name, String id, String role, Instant createdAt, Optional<Instant> expiresAt) {
    static Listed of(KnownToken token) {
      return new Listed(
          token.name(),
          token.id(),
          token.role(),
          token.createdAt(),
          Optional.ofNullable(token.expiresAt()));
    }
  }

  private static List<String> table(List<Listed> tokens) {
    Table table = new Table();
    table.row("NAME", "ID", "ROLE", "CREATED", "EXPIRES");
    for (Listed token : tokens) {
      String end = token.expiresAt().map(Instant::toString).orElse("never");
      table.row(token.name(), token.id(), token.role(), token.createdAt().toString(), end);
    }
    return table.lines();
  }

  private interface Action {
    void run() throws IOException, AccessException;
  }

  private int tell(String command, Action action) {
    try {
      action.run();
      return ExitCode.OK;
    } catch (FileSystemException unusable) {
      return failed(
          command,
          "the state directory cannot be used (%s); make it writable for this user, or name another with --state-dir"
              .formatted(Trouble.of(unusable)));
    } catch (AccessException | ConfigException | IOException fault) {
      return failed(command, String.valueOf(fault.getMessage()));
    } finally {
      out().flush();
    }
  }

  private int failed(String command, String message) {
    err().println("jarserve token " + command + ": " + message);
    return ExitCode.USAGE;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
