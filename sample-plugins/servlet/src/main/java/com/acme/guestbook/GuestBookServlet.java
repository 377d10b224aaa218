package com.acme.guestbook;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes entries from a form, and lists them. */
public class GuestBookServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Queue<String> entries = new ConcurrentLinkedQueue<>();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=utf-8");
    PrintWriter writer = response.getWriter();
    for (String entry : entries) {
      writer.println(entry);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = request.getParameter("name");
    String text = request.getParameter("text");
    if (name == null || text == null) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "name and text are needed");
      return;
    }
    entries.add(name + ": " + text);
    response.sendRedirect(request.getContextPath());
  }
}
