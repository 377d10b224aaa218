#!/usr/bin/env bash
# An application is replaced while 16 keep-alive clients and 4 clients of a 3-second handler ask,
# 22 seconds for each way of replacing it; the same in Tomcat 11 with its defaults. Wanted: no
# failed request in Jarserve but in the gap of a deletion. JDKS may be set.
source "$(dirname "$0")/common.sh"
need curl curl
need_build

ways="good truncated start-throws in-slices corrupt deleted-and-back"

# load NAME URL WAY FILE GOOD BROKEN
load() {
  local name=$1
  shift
  printf 'RESULT %-22s %-18s JDK %s: %s\n' "$name" "$2" "$(feature "$java_home")" "$(tool ReplaceLoad "$1" 22 "${@:2}")"
}

jarserve_row() {
  local way=$1 replicas=$2
  start_jarserve "replace-$way-$replicas-$(feature "$java_home")"
  options "num_replicas: $replicas" >"$deploy_dir/hello.yaml"
  cp "$work/1.jar" "$deploy_dir/hello.jar"
  await_url "$url/hello" 30
  load "jarserve, $replicas replicas" "$url/hello" "$way" "$deploy_dir/hello.jar" "$work/2.jar" "$work/broken.jar"
  stop_all
}

tomcat_row() {
  local way=$1 base=$work/tomcat-$1-$(feature "$java_home") port
  mkdir -p "$base/webapps"
  cp "$work/1.war" "$base/webapps/hello.war"
  port=$(free_port)
  hello_type='text/plain;charset=utf-8' hello_body=hello
  start_peer 'tomcat-*' TomcatDirectory "$port" "$base"
  await_url "http://127.0.0.1:$port/hello" 60
  load tomcat "http://127.0.0.1:$port/hello" "$way" "$base/webapps/hello.war" "$work/2.war" "$work/broken.war"
  stop_all
}

# war FILE BODY BROKEN
war() {
  "$java_home/bin/java" -Dhello.body="$2" -Dhello.broken="$3" -cp "$here/target/classes:$here/target/lib/*" \
    io.jarserve.benchmarks.peers.HelloWar "$1"
}

for java_home in $(jdks); do
  tool SlowHelloJar "$work/1.jar" 1.0.0
  tool SlowHelloJar "$work/2.jar" 2.0.0
  tool SlowHelloJar "$work/broken.jar" 2.0.0-broken
  war "$work/1.war" hello false
  war "$work/2.war" hello-again false
  war "$work/broken.war" hello true
  for way in $ways; do
    jarserve_row "$way" 1
    jarserve_row "$way" 4
    tomcat_row "$way"
  done
done
