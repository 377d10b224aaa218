#!/usr/bin/env bash
# Requests per second through a one-replica hello against a bare Jetty handler of the same
# invocation type. Wanted: 0.95 blocking, 0.90 non-blocking; p99 at most 1.2 times.
# KINDS, ROUNDS, ROUND_SECONDS, WARMUP_SECONDS and JDKS (homes, separated by colons) may be set.
source "$(dirname "$0")/common.sh"
need wrk wrk
need curl curl
need_build

# row NAME NON-BLOCKING
row() {
  local name=$1 non_blocking=$2 port
  start_jarserve "$name-$(feature "$java_home")"
  drop_hello "non_blocking: $non_blocking"
  read_hello "$url/hello"
  port=$(free_port)
  start_peer 'jetty-http-* jetty-io-* jetty-server-* jetty-util-* slf4j-api-*' BareJetty "$port" "$name"
  await_url "http://127.0.0.1:$port/hello" 30
  compare "jarserve $name" "$url/hello" "bare jetty" "http://127.0.0.1:$port/hello"
  stop_all
}

for java_home in $(jdks); do
  for kind in ${KINDS:-blocking non-blocking}; do
    case $kind in
      blocking) row blocking false ;;
      non-blocking) row non-blocking true ;;
      *) fail "KINDS has '$kind'; it may have blocking and non-blocking" ;;
    esac
  done
done
