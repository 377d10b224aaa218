package com.acme.library;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What the library is made of. */
@ApplicationPath("api")
public class LibraryApplication extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(BookResource.class, NoSuchBookMapper.class, ServedByFilter.class);
  }
}
