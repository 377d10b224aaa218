package io.jarserve.server.admin;

/**
 * Writes HTML. Tags and classes are the server's own constants; everything else goes through {@link
 * #text}, which is the only way for a value to get into the page, so that none is forgotten.
 */
final class Html {
  private final StringBuilder out = new StringBuilder(8192).append("<!doctype html>\n");

  Html open(String tag) {
    out.append('<').append(tag).append('>');
    return this;
  }

  Html open(String tag, String style) {
    out.append('<').append(tag).append(" class=\"").append(style).append("\">");
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that holds nothing but text. */
  Html element(String tag, String style, String text) {
    return open(tag, style).text(text).close(tag);
  }

  Html text(String value) {
    value.codePoints().forEach(this::escaped);
    return this;
  }

  /** As it is: for constants. */
  Html raw(String constant) {
    out.append(constant);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void escaped(int letter) {
    switch (letter) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isHarmless(letter) ? letter : 0xFFFD);
    }
  }

  /** Control letters, and those that turn the direction of what follows, could disguise a name. */
  private static boolean isHarmless(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL -> letter == '\n' || letter == '\t';
      case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR -> false;
      default -> true;
    };
  }
}
