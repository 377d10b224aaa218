package com.acme.library;

/** Nobody has such a book. */
public class NoSuchBookException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchBookException(String isbn) {
    super("no book has the ISBN " + isbn);
  }
}
