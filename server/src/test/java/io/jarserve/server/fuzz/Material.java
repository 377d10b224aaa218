package io.jarserve.server.fuzz;

import java.util.List;
import java.util.Map;

/**
 * What a fuzzer begins with, beside the known inputs.
 *
 * @param seeds by name
 * @param words that it would hardly find by itself
 */
record Material(Map<String, byte[]> seeds, List<String> words) {

  Material(List<String> words) {
    this(Map.of(), words);
  }
}
