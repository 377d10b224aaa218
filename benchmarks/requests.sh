#!/usr/bin/env bash
# What one request of a deployment costs more than one of a bare Jetty handler of the same kind: in
# nanoseconds and in bytes allocated by the whole process. Wanted: less than 1,000 ns and 1,024 bytes more.
# JDKS and JMH_OPTIONS may be set.
source "$(dirname "$0")/common.sh"
need_build

for java_home in $(jdks); do
  # shellcheck disable=SC2086
  "$java_home/bin/java" -cp "$here/target/classes:$here/target/lib/*" org.openjdk.jmh.Main RequestBenchmark \
    -prof gc -rf csv -rff "$work/requests.csv" ${JMH_OPTIONS:-} >"$work/jmh.log" 2>&1 || fail "JMH failed"
  awk -F, -v jdk="$(feature "$java_home")" '
    { gsub(/["\r]/, "") }
    NR > 1 && $1 !~ /:/ { time[$8] = $5; order[++n] = $8 }
    $1 ~ /gc.alloc.rate.norm$/ { bytes[$8] = $5 }
    END {
      printf "%-20s %10s %10s %12s %12s\n", "JDK " jdk, "ns", "bytes", "ns over", "bytes over"
      for (i = 1; i <= n; i++) {
        one = order[i]
        bare = (one ~ /blocking$/ && one !~ /non-/) ? "bare-blocking" : "bare-non-blocking"
        printf "%-20s %10.0f %10.0f %12.0f %12.0f\n", one, time[one], bytes[one], time[one] - time[bare], bytes[one] - bytes[bare]
      }
    }' "$work/requests.csv"
done
