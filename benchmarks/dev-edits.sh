#!/usr/bin/env bash
# From a saved edit to the new answer, with 'mvn jarserve:dev', while requests go on.
# Wanted: p95 at most 2 s over 30 edits, no failed request, no growth in loaders. EDITS may be set.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/maven.sh"
need curl curl
need mvn maven
need jcmd openjdk-17-jdk-headless
edits=${EDITS:-30}

install_here
generate greeter
cd "$work/greeter"
port=$(free_port)
admin_port=$(free_port)
url=http://127.0.0.1:$port/greeter
mvn "${quiet[@]}" jarserve:dev "-Djarserve.httpPort=$port" "-Djarserve.adminPort=$admin_port" >"$work/dev.log" 2>&1 &
started+=($!)
await_url "$url" 120

# asks without a pause until the file is gone; one line for each failed request
touch "$work/asking"
(while [[ -e $work/asking ]]; do
  curl -sf -o /dev/null --max-time 10 "$url" || echo failed
  echo asked >>"$work/asked"
done >"$work/failed") &
asker=$!
started+=("$asker")

source_file=$(find src/main/java -name Greeter.java)
for ((edit = 1; edit <= edits; edit++)); do
  start=$(date +%s%N)
  sed -i "s/new Settings(\"[^\"]*\")/new Settings(\"edit-$edit-\")/" "$source_file"
  until curl -s --max-time 10 "$url" | grep -q "edit-$edit-"; do
    (($(date +%s%N) - start < 30000000000)) || fail "edit $edit was not answered within 30 s"
    sleep 0.01
  done
  echo $((($(date +%s%N) - start) / 1000000)) >>"$work/times"
  if ((edit == 5 || edit == edits)); then
    pending "$admin_port" >>"$work/pending"
  fi
done
rm "$work/asking"
wait "$asker"

sort -n "$work/times" >"$work/sorted"
echo "edit to new answer in ms: $(paste -sd' ' "$work/sorted")"
echo "RESULT dev, $edits edits: p50 $(percentile 50) ms, p95 $(percentile 95) ms (wanted: at most 2000); \
$(wc -l <"$work/asked") requests meanwhile, $(wc -l <"$work/failed") failed (wanted: 0); \
loaders pending after a full collection: $(head -1 "$work/pending") after 5 edits, $(tail -1 "$work/pending") after $edits"
