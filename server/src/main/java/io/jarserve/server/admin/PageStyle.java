package io.jarserve.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jarserve.server.files.Sha256;
import java.util.Base64;

/** The one style sheet of all pages of the admin port. */
final class PageStyle {

  static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --busy: #9a6700; --bad: #cf222e; }
      @media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --busy: #d4a72c; --bad: #ff7b72; } }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.4rem; margin: 0; }
      .facts { margin: 0 0 1.5rem; opacity: .75; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); }
      .deployment td { border-top: none; padding-top: 0; }
      .deployment td:first-child { padding-left: 1.5rem; }
      .good { color: var(--good); } .busy { color: var(--busy); } .bad { color: var(--bad); }
      .status { font-weight: 600; white-space: nowrap; }
      .replicas { font: .8rem ui-monospace, monospace; margin: .2rem 0; padding: 0; list-style: none; }
      .replicas.many li { display: inline-block; margin-right: 1em; }
      .message { white-space: pre-wrap; overflow-wrap: anywhere; }
      code, pre { font: .85rem ui-monospace, monospace; }
      h2 { font-size: 1.15rem; margin: 2rem 0 0; } h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
      pre { overflow-x: auto; border-left: 3px solid var(--line); padding-left: .75rem; }
      """;

  /** Allows a page this style sheet and nothing else. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(sha256(STYLE));

  private PageStyle() {}

  private static String sha256(String text) {
    return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(UTF_8)));
  }
}
