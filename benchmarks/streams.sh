#!/usr/bin/env bash
# What stays open and what is large: 2 GiB up and down through the echo sample with a heap of 64 MiB,
# and 5,000 idle event streams and 1,000 WebSockets of the chat sample on one node.
# GIB, STREAMS, SOCKETS, IDLE_SECONDS and JDKS may be set.
source "$(dirname "$0")/common.sh"
need curl curl
need_build

gib=${GIB:-2}
streams=${STREAMS:-5000}
sockets=${SOCKETS:-1000}
idle=${IDLE_SECONDS:-40}
ulimit -n $((streams + sockets + 1000)) || fail "raise the limit of open files (ulimit -Hn) above $((streams + sockets + 1000))"

# drop NAME PATH: serves a sample and waits for its first 200
drop() {
  cp "$root/sample-plugins/$1/target/$1.jar" "$deploy_dir/"
  await_url "$url$2" 30
}

field() {
  awk -v name="$1:" '$1 == name { print $2 }' "/proc/$pid/status"
}

mib() {
  awk -v kib="$(field "$1")" 'BEGIN { printf "%.0f", kib / 1024 }'
}

large() {
  local bytes=$((gib * 1024 * 1024 * 1024)) answer got from up down
  JVM_OPTIONS=-Xmx64m
  start_jarserve "large-$(feature "$java_home")"
  drop echo '/echo/download?bytes=1'
  from=$(date +%s%N)
  answer=$(head -c "$bytes" /dev/zero | curl -sf --max-time 590 -T - "$url/echo/upload") || fail "the upload failed"
  up=$((($(date +%s%N) - from) / 1000000))
  [[ $answer == *"\"bytes\":$bytes,"* ]] || fail "the upload of $bytes bytes was answered with $answer"
  from=$(date +%s%N)
  got=$(curl -sf --max-time 590 "$url/echo/download?bytes=$bytes" | wc -c)
  down=$((($(date +%s%N) - from) / 1000000))
  [[ $got -eq $bytes ]] || fail "$got of $bytes bytes came down"
  if grep -q OutOfMemoryError "$work"/large-*/log; then
    fail "the heap was too small"
  fi
  echo "RESULT $gib GiB through echo, heap 64 MiB, JDK $(feature "$java_home"): up $up ms, down $down ms, resident at most $(mib VmHWM) MiB"
  stop_all
}

stay_open() {
  JVM_OPTIONS=-Xmx512m
  start_jarserve "open-$(feature "$java_home")"
  drop chat /chat
  local before threads resident
  before=$(field Threads)
  tool OpenStreams "$url" "$streams" "$sockets" "$idle" >"$work/open.log" 2>&1 &
  local opener=$!
  started+=("$opener")
  until grep -q idle "$work/open.log"; do
    kill -0 "$opener" 2>/dev/null || fail "not all could be opened: $(tail -3 "$work/open.log")"
    sleep 0.2
  done
  sleep $((idle / 2))
  threads=$(field Threads)
  resident=$(mib VmRSS)
  wait "$opener" || fail "not all stayed open: $(tail -3 "$work/open.log")"
  echo "RESULT $streams event streams and $sockets WebSockets idle for $idle s, JDK $(feature "$java_home"):" \
    "$(grep -v idle "$work/open.log" | paste -sd, -), $threads threads ($before before), resident $resident MiB"
  stop_all
}

for java_home in $(jdks); do
  large
  stay_open
done
