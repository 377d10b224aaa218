package io.jarserve.samples.text;

/** The first step. */
public interface Cleaner {

  /** The text without markup and without needless space. */
  String clean(String text);
}
