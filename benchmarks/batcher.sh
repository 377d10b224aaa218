#!/usr/bin/env bash
# A batcher at a steady rate: how long elements wait for their batch. Wanted: 200,000 elements a
# second, with a p99 wait inside the timeout plus 1 ms; at a rate that fills no batch, too.
# RATE, SECONDS_EACH, BATCH, TIMEOUT_MILLIS and JDKS may be set.
source "$(dirname "$0")/common.sh"
need_build

batch=${BATCH:-10}
timeout=${TIMEOUT_MILLIS:-10}
for java_home in $(jdks); do
  for rate in "${RATE:-200000}" 500; do
    tool BatcherLoad "$rate" "${SECONDS_EACH:-15}" "$batch" "$timeout"
  done
done
