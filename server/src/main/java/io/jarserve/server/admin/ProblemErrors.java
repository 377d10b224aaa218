package io.jarserve.server.admin;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Jetty's own errors, such as a request that is no HTTP, in the form of all the others. */
final class ProblemErrors extends ErrorHandler {

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      @Nullable Throwable cause,
      Callback callback) {
    String title = HttpStatus.getMessage(code);
    String reason = title.toLowerCase(Locale.ROOT).replace(' ', '_');
    AdminHandler.send(Answer.problem(code, title, reason, message), response, callback);
  }
}
