#!/usr/bin/env bash
# 1,000 applications with 10 replicas each on one node with a 1 GiB heap. Wanted: all started and
# healthy, idle CPU under 5 % of a core, status in under a second.
# APPLICATIONS, REPLICAS, IDLE_SECONDS, LIMIT_SECONDS and JDKS may be set.
source "$(dirname "$0")/common.sh"
need curl curl
need_build

applications=${APPLICATIONS:-1000}
replicas=${REPLICAS:-10}
idle=${IDLE_SECONDS:-60}
limit=${LIMIT_SECONDS:-600}
JVM_OPTIONS=-Xmx1g

status() {
  curl -s --max-time 60 "$admin/api/serve/applications/"
}

# count JSON-FIELD: how often it occurs in the status
count() {
  grep -oE "$1" "$work/status.json" | wc -l
}

await_all() {
  local began=$1
  while status >"$work/status.json"; do
    if [[ $(count '"state":"RUNNING"') -eq $((applications * replicas)) &&
      $(count '"status":"RUNNING"') -eq $applications ]]; then
      return
    fi
    ((SECONDS - began < limit)) ||
      fail "after $limit s only $(count '"state":"RUNNING"') replicas of $(count '"status":"RUNNING"') applications run"
    sleep 1
  done
  fail "the status could not be read"
}

# jiffies PID: user and system time of a process
jiffies() {
  sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

for java_home in $(jdks); do
  before_start=$work/jars-$(feature "$java_home")
  mkdir "$before_start"
  tool JarVariants "$sample" "$before_start" app "$applications" \
    "$(options 'route_prefix: /@' "num_replicas: $replicas")"
  start_jarserve "thousand-$(feature "$java_home")"
  began=$SECONDS
  began_ns=$(date +%s%N)
  cp "$before_start"/*.yaml "$before_start"/*.jar "$deploy_dir"
  await_all "$began"
  all_ms=$((($(date +%s%N) - began_ns) / 1000000))

  sleep 10 # what starting left to be done
  jiffies_before=$(jiffies "$pid")
  sleep "$idle"
  used=$(($(jiffies "$pid") - jiffies_before))
  cpu=$(awk -v used="$used" -v hz="$(getconf CLK_TCK)" -v s="$idle" 'BEGIN { printf "%.2f", 100 * used / hz / s }')

  http=$(for i in 1 2 3 4 5 6 7; do
    curl -s -o "$work/status.json" -w '%{time_total}\n' "$admin/api/serve/applications/"
  done | median)
  command_ms=$(for i in 1 2 3; do
    from=$(date +%s%N)
    JAVA_HOME=$java_home "$launcher" status --address "$admin" >"$work/status.txt" || true
    echo $((($(date +%s%N) - from) / 1000000))
  done | median)
  rss=$(awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$pid/status")
  threads=$(awk '/Threads/ { print $2 }' "/proc/$pid/status")
  echo "RESULT $applications applications x $replicas replicas, JDK $(feature "$java_home"): all RUNNING after $all_ms ms," \
    "idle CPU $cpu % of a core over $idle s, status by HTTP $http s ($(wc -c <"$work/status.json") bytes)," \
    "by the command $command_ms ms, resident $rss MiB, $threads threads"
  stop_all
done
