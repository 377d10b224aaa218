#!/usr/bin/env bash
# What one request of a deployment costs more than one of a bare Jetty handler of the same kind: in
# nanoseconds of the clock, in nanoseconds of processor time and in bytes allocated, both by the whole
# process. Wanted: less than 1,000 ns and 1,024 bytes more.
# JDKS and JMH_OPTIONS may be set.
source "$(dirname "$0")/common.sh"
need_build

for java_home in $(jdks); do
  # shellcheck disable=SC2086
  "$java_home/bin/java" -cp "$here/target/classes:$here/target/lib/*" org.openjdk.jmh.Main RequestBenchmark \
    -prof gc -prof io.jarserve.benchmarks.micro.CpuTime -rf csv -rff "$work/requests.csv" ${JMH_OPTIONS:-} >"$work/jmh.log" 2>&1 || fail "JMH failed"
  awk -F, -v jdk="$(feature "$java_home")" '
    { gsub(/["\r]/, "") }
    NR > 1 && $1 !~ /:/ { time[$8] = $5; order[++n] = $8 }
    $1 ~ /gc.alloc.rate.norm$/ { bytes[$8] = $5 }
    $1 ~ /cpu.norm$/ { cpu[$8] = $5 }
    END {
      printf "%-20s %8s %8s %8s %9s %9s %11s\n", "JDK " jdk, "ns", "cpu ns", "bytes", "ns over", "cpu over", "bytes over"
      for (i = 1; i <= n; i++) {
        one = order[i]
        bare = (one ~ /blocking$/ && one !~ /non-/) ? "bare-blocking" : "bare-non-blocking"
        printf "%-20s %8.0f %8.0f %8.0f %9.0f %9.0f %11.0f\n", one, time[one], cpu[one], bytes[one], time[one] - time[bare], cpu[one] - cpu[bare], bytes[one] - bytes[bare]
      }
    }' "$work/requests.csv"
done
