package io.jarserve.server.controller;

/** Where new ids come from; handed in, so that decisions can be repeated. */
interface Ids {

  /** A tag for a replica, never handed out before, restarts included. */
  String replicaTag();

  /** A number for a generation, never handed out before by this server. */
  long generation();
}
