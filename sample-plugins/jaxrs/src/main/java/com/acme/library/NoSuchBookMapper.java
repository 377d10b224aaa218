package com.acme.library;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** Says in JSON that there is no such book. */
@Provider
public class NoSuchBookMapper implements ExceptionMapper<NoSuchBookException> {

  @Override
  public Response toResponse(NoSuchBookException exception) {
    return Response.status(Response.Status.NOT_FOUND)
        .type(MediaType.APPLICATION_JSON)
        .entity(Map.of("error", String.valueOf(exception.getMessage())))
        .build();
  }
}
