package io.jarserve.server.replica.request;

import io.jarserve.api.RequestException;

/** More bytes came than {@code max_request_bytes} allows. */
final class BodyTooLarge extends RequestException {

  static final String REASON = "body_too_large";

  private static final long serialVersionUID = 1L;

  BodyTooLarge(long most) {
    super(413, "the body has more bytes than max_request_bytes, which is " + most);
  }
}
