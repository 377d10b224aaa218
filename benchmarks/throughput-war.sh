#!/usr/bin/env bash
# Requests per second through a one-replica hello against the same hello as a WAR, in Tomcat 11 and
# in Jetty 12.1. Wanted: 1.2.
# ROUNDS, ROUND_SECONDS, WARMUP_SECONDS and JDKS (homes, separated by colons) may be set.
source "$(dirname "$0")/common.sh"
need wrk wrk
need curl curl
need_build

# row NAME CLASS CLASSPATH-PATTERNS
row() {
  local name=$1 class=$2 patterns=$3 port war
  start_jarserve "$class-$(feature "$java_home")"
  drop_hello
  read_hello "$url/hello"
  war=$work/hello.war
  "$java_home/bin/java" -Dhello.type="$hello_type" -Dhello.body="$hello_body" \
    -cp "$here/target/classes:$here/target/lib/*" io.jarserve.benchmarks.peers.HelloWar "$war"
  port=$(free_port)
  start_peer "$patterns" "$class" "$port" "$war"
  await_url "http://127.0.0.1:$port/hello" 60
  compare jarserve "$url/hello" "$name" "http://127.0.0.1:$port/hello"
  stop_all
}

for java_home in $(jdks); do
  row "tomcat war" TomcatWar 'tomcat-*'
  row "jetty war" JettyWar 'jetty-* jakarta.servlet-* slf4j-api-*'
done
