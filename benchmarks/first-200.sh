#!/usr/bin/env bash
# From the close of the copied JAR to its first 200, with 20 other applications serving.
# Wanted: p95 at most 500 ms over 50 drops. DROPS and JDKS may be set.
source "$(dirname "$0")/common.sh"
need curl curl
need_build

for java_home in $(jdks); do
  start_jarserve "first-$(feature "$java_home")"
  tool FirstResponse "$sample" "$deploy_dir" "$url" "$(options 'route_prefix: /@')" "${DROPS:-50}" 20 |
    tee "$work/figures"
  echo "RESULT first 200, JDK $(feature "$java_home"): $(grep '^n=' "$work/figures"), $(grep '^others' "$work/figures" || true)"
  stop_all
done
