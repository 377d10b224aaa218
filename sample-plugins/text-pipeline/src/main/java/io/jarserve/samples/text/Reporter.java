package io.jarserve.samples.text;

import java.util.List;

/** The third step. */
public interface Reporter {

  /** What became of a text. */
  record Report(String title, List<String> keywords, String reading, int letters) {}

  /** Puts together what the steps before it found. */
  Report report(String text, List<Keywords.Keyword> keywords, String reading);
}
