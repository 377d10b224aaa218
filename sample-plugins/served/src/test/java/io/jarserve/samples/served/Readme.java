package io.jarserve.samples.served;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of a sample: its lines, and the commands among them that ask the server. Immutable.
 *
 * @param lines as they are written
 * @param requests indented lines with a curl in them, in order
 */
record Readme(List<String> lines, List<Request> requests) {

  private static final Pattern REQUEST =
      Pattern.compile(" {4}((?:curl|for) .*?)( &)?(?: +# (.*))?");
  private static final Pattern STATUS = Pattern.compile("(\\d{3})\\b.*");

  /**
   * A command.
   *
   * @param command for a shell
   * @param inBackground whether it goes on while the next ones run
   * @param comment what is said of it; begins with the status if that is none of success
   * @param answer what stands in the line below as the beginning of the answer; may be empty
   */
  record Request(String command, boolean inBackground, String comment, String answer) {

    /** What statuses of an answer are as the page says, as a regular expression. */
    String status() {
      Matcher status = STATUS.matcher(comment);
      return status.matches() ? status.group(1) : "[23]\\d\\d";
    }

    @Override
    public String toString() {
      return command;
    }
  }

  static Readme of(Path sample) throws IOException {
    List<String> lines = Files.readAllLines(sample.resolve("README.md"));
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher request = REQUEST.matcher(lines.get(i));
      if (request.matches()) {
        String comment = request.group(3) == null ? "" : request.group(3);
        boolean inBackground = request.group(2) != null;
        requests.add(new Request(request.group(1), inBackground, comment, answer(lines, i + 1)));
      }
    }
    return new Readme(lines, List.copyOf(requests));
  }

  private static String answer(List<String> lines, int index) {
    boolean isJson = index < lines.size() && lines.get(index).startsWith("    {");
    return isJson ? lines.get(index).strip().replaceFirst("…$", "") : "";
  }
}
