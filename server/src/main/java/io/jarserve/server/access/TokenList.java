package io.jarserve.server.access;

import io.jarserve.server.model.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The content of the token file. */
record TokenList(int format, List<KnownToken> tokens) {

  static final TokenList EMPTY = new TokenList(1, List.of());

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  TokenList {
    tokens = List.copyOf(tokens);
  }

  TokenList with(KnownToken token) {
    return new TokenList(format, Stream.concat(tokens.stream(), Stream.of(token)).toList());
  }

  TokenList without(KnownToken token) {
    return new TokenList(format, tokens.stream().filter(Predicate.not(token::equals)).toList());
  }

  Optional<KnownToken> ofId(String id) {
    return tokens.stream().filter(token -> token.id().equals(id)).findFirst();
  }

  /** By what people call it: name or id. */
  Optional<KnownToken> called(String nameOrId) {
    return tokens.stream()
        .filter(token -> token.name().equals(nameOrId) || token.id().equals(nameOrId))
        .findFirst();
  }

  /** What another list has more and less, for people; empty when it is the same. */
  String difference(TokenList other) {
    return Stream.concat(
            other.tokens.stream()
                .filter(Predicate.not(tokens::contains))
                .map(made -> "made '" + made.name() + "' with the role " + made.role()),
            tokens.stream()
                .filter(Predicate.not(other.tokens::contains))
                .map(gone -> "took back '" + gone.name() + "'"))
        .collect(Collectors.joining(", "));
  }

  /** What is wrong with it, if anything. */
  Optional<String> fault() {
    if (format != 1) {
      return Optional.of("its format is " + format + ", and this version knows 1");
    }
    return tokens.stream().filter(Predicate.not(TokenList::isWhole)).map(TokenList::told).findAny();
  }

  private static boolean isWhole(KnownToken token) {
    return Stream.of(token.id(), token.name(), token.role(), token.sha256()).allMatch(TokenList::is)
        && Role.granted(token.role()).isPresent()
        && DIGEST.matcher(token.sha256()).matches();
  }

  /** JSON may leave out what is declared never to be null. */
  private static boolean is(Object field) {
    return field != null;
  }

  private static String told(KnownToken token) {
    return "the token with the id '" + token.id() + "' has no name, or a wrong role or sha256";
  }
}
