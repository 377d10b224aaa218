#!/usr/bin/env bash
# What a new user does: from the archetype to the first 200 in four commands, none of them edited.
# Wanted: at most 30 s on a machine with a warm local repository; so it is done twice, and the first
# time does not count.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/maven.sh"
need curl curl
need mvn maven

install_here
port=$(free_port)
admin_port=$(free_port)
for round in cold warm; do
  mkdir "$work/$round"
  cd "$work/$round"
  start=$(date +%s%N)
  generate greeter
  cd greeter
  mvn "${quiet[@]}" jarserve:run "-Djarserve.httpPort=$port" "-Djarserve.adminPort=$admin_port" >"$work/run.log" 2>&1 &
  started+=($!)
  await_url "http://127.0.0.1:$port/greeter?name=Ada" 300
  echo "$round local repository: $((($(date +%s%N) - start) / 1000000)) ms" | tee "$work/last"
  stop_all
done
echo "RESULT archetype to first 200: $(cat "$work/last") (wanted: at most 30000 ms)"
