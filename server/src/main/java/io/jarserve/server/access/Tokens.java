package io.jarserve.server.access;

import io.jarserve.server.files.FollowedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tokens that a running server takes: those in the file, which is read again when it was
 * changed. Once there was a file there are tokens to be shown, also when it is emptied or deleted:
 * taking the last token back must not open the port to everybody. Any thread.
 */
public final class Tokens {

  private final FollowedFile<TokenList> file;
  private TokenList seen;
  private volatile Consumer<String> listener = change -> {};
  private volatile boolean required;

  /**
   * Reads the tokens of a state directory.
   *
   * @throws IOException when the file is there and cannot be used
   */
  public Tokens(Path stateDir) throws IOException {
    Path path = TokenFile.of(stateDir);
    this.file =
        new FollowedFile<>(path, TokenList.EMPTY, content -> TokenFile.parse(path, content));
    this.seen = file.current();
    this.required = file.isPresent();
  }

  /**
   * Has somebody told which tokens were made and taken back, for people. It is seen when the next
   * caller comes, and told by his thread.
   */
  public void whenChanged(Consumer<String> told) {
    listener = told;
  }

  private synchronized TokenList current() {
    TokenList now = file.current();
    String change = now.equals(seen) ? "" : seen.difference(now);
    seen = now;
    if (!change.isEmpty()) {
      listener.accept(change);
    }
    return now;
  }

  /** Whether a caller must show a token. */
  boolean areRequired() {
    TokenList unused = current();
    required |= file.isPresent();
    return required;
  }

  /** Whose token that is. */
  Finding find(String text, Instant now) {
    Optional<Token> token = Token.parse(text);
    if (token.isEmpty()) {
      return new Finding.Wrong("what was sent does not look like a token of Jarserve");
    }
    Optional<KnownToken> known = current().ofId(token.get().id());
    if (!known.map(k -> k.isDigestOf(token.get())).orElse(false)) {
      return new Finding.Wrong("the token is unknown here, or was revoked");
    }
    return known.filter(k -> k.isExpired(now)).isPresent()
        ? new Finding.Wrong("the token '" + known.get().name() + "' has expired")
        : new Finding.Known(new Caller("token " + known.get().name(), known.get().roleGranted()));
  }
}
