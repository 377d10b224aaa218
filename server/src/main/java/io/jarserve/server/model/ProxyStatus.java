package io.jarserve.server.model;

/** How far a node's public port is. */
public enum ProxyStatus {
  /** Not open yet: what served before the start does not serve again. */
  STARTING,
  /** Open. */
  HEALTHY,
  /** The server stops: new requests are refused, those under way finish. */
  DRAINING
}
