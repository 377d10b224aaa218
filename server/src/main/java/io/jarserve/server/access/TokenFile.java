package io.jarserve.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.files.Durable;
import io.jarserve.server.json.Json;
import io.jarserve.server.json.JsonException;
import io.jarserve.server.json.NearestName;
import io.jarserve.server.model.Role;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a state directory, as the command line changes them. Each change is in the file
 * when the call returns; commands that run at the same time wait for each other. A running server
 * follows the file by {@link Tokens}.
 */
public final class TokenFile {

  /** What it is called. */
  public static final String FILE = "tokens.json";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Object ONE_AT_A_TIME = new Object();

  private final Path file;

  /** The file need not exist yet. */
  public TokenFile(Path stateDir) {
    this.file = of(stateDir);
  }

  static Path of(Path stateDir) {
    return stateDir.resolve(FILE);
  }

  /** What is known of each token, in the order of their making. */
  public List<KnownToken> list() throws IOException {
    return read().tokens();
  }

  /**
   * Makes a token. Nobody can read it anywhere afterwards.
   *
   * @param expiresAt null: never
   * @throws AccessException when the name will not do
   */
  public Token create(String name, Role role, Instant now, @Nullable Instant expiresAt)
      throws IOException, AccessException {
    Files.createDirectories(file.resolveSibling("."));
    return alone(
        () -> {
          TokenList before = read();
          checkName(name, before);
          Token token = unused(before);
          String digest = HexFormat.of().formatHex(token.digest());
          write(before.with(new KnownToken(token.id(), name, role.word(), digest, now, expiresAt)));
          return token;
        });
  }

  /**
   * Takes a token back. A server that runs refuses it from now on.
   *
   * @param nameOrId of the token
   * @throws AccessException when there is none
   */
  public KnownToken revoke(String nameOrId) throws IOException, AccessException {
    if (!Files.exists(file)) {
      throw new AccessException("there is no token yet; 'jarserve token create' makes one");
    }
    return alone(
        () -> {
          TokenList before = read();
          KnownToken token = before.called(nameOrId).orElseThrow(() -> unknown(nameOrId, before));
          write(before.without(token));
          return token;
        });
  }

  /** Understands the content of the file. */
  static TokenList parse(Path file, byte[] content) throws IOException {
    try {
      TokenList list = Json.read(content, TokenList.class);
      Optional<String> fault = list.fault();
      if (fault.isPresent()) {
        throw new IOException(damaged(file, fault.get()));
      }
      return list;
    } catch (JsonException wrong) {
      throw new IOException(damaged(file, String.valueOf(wrong.getMessage())), wrong);
    }
  }

  private static String damaged(Path file, String fault) {
    return "the token file %s cannot be used: %s; bring it back from a backup, or delete it and make new tokens"
        .formatted(file, fault);
  }

  private TokenList read() throws IOException {
    return Files.exists(file) ? parse(file, Files.readAllBytes(file)) : TokenList.EMPTY;
  }

  private void write(TokenList list) throws IOException {
    Durable.replace(file, (Json.pretty(list) + "\n").getBytes(UTF_8));
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private interface Change<T> {
    T make() throws IOException, AccessException;
  }

  /** Processes wait for each other by a lock on a file, threads of one by the monitor. */
  private <T> T alone(Change<T> change) throws IOException, AccessException {
    Path lock = file.resolveSibling("tokens.lock");
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        var unused = channel.lock();
        return change.make();
      }
    }
  }

  private static void checkName(String name, TokenList known) throws AccessException {
    if (!NAME.matcher(name).matches()) {
      throw new AccessException(
          "'%s' is no name for a token; take up to 64 letters, digits, '.', '_', '@' and '-', and begin with a letter or digit"
              .formatted(name));
    }
    if (known.called(name).isPresent()) {
      throw new AccessException(
          "there is a token '%s' already; take another name, or revoke that one with 'jarserve token revoke %s'"
              .formatted(name, name));
    }
  }

  private static Token unused(TokenList known) {
    SecureRandom random = new SecureRandom();
    Token token = Token.random(random);
    while (known.called(token.id()).isPresent()) {
      token = Token.random(random);
    }
    return token;
  }

  private static AccessException unknown(String nameOrId, TokenList known) {
    List<String> names = known.tokens().stream().map(KnownToken::name).toList();
    return new AccessException(
        "there is no token '" + nameOrId + "'" + NearestName.hint(nameOrId, names));
  }
}
