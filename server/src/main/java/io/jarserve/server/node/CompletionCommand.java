package io.jarserve.server.node;

import io.jarserve.server.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jarserve completion}. */
@Command(
    name = "completion",
    description = {
      "Writes a script by which a shell completes commands and options.",
      "bash: source <(jarserve completion bash)   zsh: source <(jarserve completion zsh)"
    },
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {"0:Written.", ExitCode.WRONG_LINE})
public final class CompletionCommand implements Callable<Integer> {

  /** The shells. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(index = "0", paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Zsh understands what is for bash, once it is asked to; the script does so itself. */
  @Override
  public Integer call() {
    spec.commandLine().getOut().println("# of jarserve, to be sourced in ~/.%src".formatted(shell));
    spec.commandLine().getOut().print(AutoComplete.bash("jarserve", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
