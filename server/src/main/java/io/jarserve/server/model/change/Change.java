package io.jarserve.server.model.change;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody wants changed, all of it or nothing.
 *
 * @param commands in the order in which they are carried out
 * @param ifMatch the change is for exactly this state: the etag of the application, or, of a change
 *     for several, that of the whole instance; {@code *} for any that is there; empty: whatever the
 *     state
 * @param dryRun only tells what would come of it
 */
public record Change(
    List<Command> commands, Actor actor, Optional<String> ifMatch, boolean dryRun) {

  public Change {
    commands = List.copyOf(commands);
  }

  /** For real, and whatever the state. */
  public static Change of(Actor actor, Command... commands) {
    return new Change(List.of(commands), actor, Optional.empty(), false);
  }

  /** The same, only told. */
  public Change asDryRun() {
    return new Change(commands, actor, ifMatch, true);
  }

  /** The names of the applications that it is about. */
  public Set<String> applications() {
    return commands.stream().map(Command::application).collect(Collectors.toUnmodifiableSet());
  }

  /** For people: {@code scale Main to 4 (greeter)}. */
  public String title() {
    return commands.stream()
        .map(command -> command.title() + " (" + command.application() + ")")
        .collect(Collectors.joining(", "));
  }
}
