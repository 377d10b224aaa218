package com.acme.library;

import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** The books of the library. */
@Path("books")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BookResource {

  private final ConcurrentSkipListMap<String, Book> books = new ConcurrentSkipListMap<>();

  @GET
  public List<Book> list(@QueryParam("since") @DefaultValue("0") int since) {
    return books.values().stream().filter(book -> book.getYear() >= since).toList();
  }

  @POST
  public Response add(Book book, @Context UriInfo uri) {
    books.put(book.getIsbn(), book);
    return Response.created(uri.getAbsolutePathBuilder().path(book.getIsbn()).build())
        .entity(book)
        .build();
  }

  @GET
  @Path("{isbn}")
  public Book find(@PathParam("isbn") String isbn) {
    Book book = books.get(isbn);
    if (book == null) {
      throw new NoSuchBookException(isbn);
    }
    return book;
  }

  @DELETE
  @Path("{isbn}")
  public void remove(@PathParam("isbn") String isbn) {
    if (books.remove(isbn) == null) {
      throw new NoSuchBookException(isbn);
    }
  }

  /** All books as lines, written while they are sent. */
  @GET
  @Path("catalogue")
  @Produces("text/csv")
  public StreamingOutput catalogue() {
    return out -> {
      for (Book book : books.values()) {
        String line = book.getIsbn() + ";" + book.getTitle() + ";" + book.getYear() + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    };
  }
}
