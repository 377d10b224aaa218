#!/usr/bin/env bash
# Typed calls a second from one deployment to another of its application, on one core, and the bytes
# allocated for each. Wanted: 1,000,000. JDKS (homes, separated by colons) may be set.
source "$(dirname "$0")/common.sh"
need_build

for java_home in $(jdks); do
  pin=()
  if command -v taskset >/dev/null; then
    pin=(taskset -c 0)
  fi
  out=$work/handles-$(feature "$java_home")
  "${pin[@]}" "$java_home/bin/java" -cp "$here/target/classes:$here/target/lib/*" org.openjdk.jmh.Main \
    HandleBenchmark -prof gc >"$out" 2>&1 || fail "the benchmark failed; see $out"
  awk -v jdk="$(feature "$java_home")" '
    $1 ~ /typedCall$/ { calls = $4 }
    $1 ~ /alloc.rate.norm$/ { bytes = $4 }
    END { if (!calls || !bytes) exit 1
          printf "RESULT typed handle call, JDK %s: %.0f calls/s on one core, %.0f bytes a call\n", jdk, calls, bytes }' "$out" ||
    fail "the benchmark gave no figures; see $out"
done
