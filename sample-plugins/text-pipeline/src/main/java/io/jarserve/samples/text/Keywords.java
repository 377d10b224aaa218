package io.jarserve.samples.text;

import java.util.List;

/**
 * Finds what a text is about. The application text-language implements a copy of this interface
 * under the same name: what goes from one to the other is JSON.
 */
public interface Keywords {

  /**
   * A word and how often it occurs.
   *
   * @param word in small letters
   */
  record Keyword(String word, int count) {}

  /** The words of more than three letters that occur most often, at most so many. */
  List<Keyword> of(String text, int most);
}
