#!/usr/bin/env bash
# What one request of a deployment costs more than one of a bare Jetty handler of the same kind: in
# nanoseconds of the clock, in nanoseconds of processor time and in bytes allocated, both by the whole
# process, client included. Wanted: less than 1,000 ns and 1,024 bytes more.
# All kinds take turns, ROUNDS times, each time in a process of its own; a cost is the median of what
# the rounds give. ROUNDS, JDKS and JMH_OPTIONS may be set.
source "$(dirname "$0")/common.sh"
need_build

# round: one row for each kind: name, ns, ns of processor time, bytes, and how much over a bare one
round() {
  # shellcheck disable=SC2086
  "$java_home/bin/java" -cp "$here/target/classes:$here/target/lib/*" org.openjdk.jmh.Main RequestBenchmark \
    -prof gc -prof io.jarserve.benchmarks.micro.CpuTime -rf csv -rff "$work/requests.csv" ${JMH_OPTIONS:-} >"$work/jmh.log" 2>&1 || fail "JMH failed"
  awk -F, '
    { gsub(/["\r]/, "") }
    NR > 1 && $1 !~ /:/ { time[$8] = $5; order[++n] = $8 }
    $1 ~ /gc.alloc.rate.norm$/ { bytes[$8] = $5 }
    $1 ~ /cpu.norm$/ { cpu[$8] = $5 }
    END {
      for (i = 1; i <= n; i++) {
        one = order[i]
        bare = (one ~ /blocking$/ && one !~ /non-/) ? "bare-blocking" : "bare-non-blocking"
        print one, time[one], cpu[one], bytes[one], time[one] - time[bare], cpu[one] - cpu[bare], bytes[one] - bytes[bare]
      }
    }' "$work/requests.csv"
}

# medians KIND: of each column
medians() {
  local column
  for column in 2 3 4 5 6 7; do
    awk -v kind="$1" -v column="$column" '$1 == kind { print $column }' "$work/rounds" | median
  done
}

for java_home in $(jdks); do
  for ((i = 0; i < ${ROUNDS:-3}; i++)); do
    round
  done >"$work/rounds"
  printf '%-20s %8s %8s %8s %9s %9s %11s\n' "JDK $(feature "$java_home")" ns 'cpu ns' bytes 'ns over' 'cpu over' 'bytes over'
  for kind in $(awk '!seen[$1]++ { print $1 }' "$work/rounds"); do
    # shellcheck disable=SC2046
    printf '%-20s %8.0f %8.0f %8.0f %9.0f %9.0f %11.0f\n' "$kind" $(medians "$kind")
  done
done
