#!/usr/bin/env bash
# Many applications deployed by one config file. Wanted: 50 RUNNING within 10 s of the command; the
# same list again as a PUT answers in under 100 ms and restarts nothing.
# APPLICATIONS, ROUNDS and JDKS may be set.
source "$(dirname "$0")/common.sh"
need curl curl
need_build

applications=${APPLICATIONS:-50}
rounds=${ROUNDS:-5}

# replicas: the ids of all of them
replicas() {
  curl -s --max-time 60 "$admin/api/serve/applications/" | grep -oE '"replica_id":"[^"]*"' | sort
}

for java_home in $(jdks); do
  version=$(feature "$java_home")
  jars=$work/jars-$version
  mkdir "$jars"
  tool JarVariants "$sample" "$jars" app "$applications" "$(options 'route_prefix: /@')"
  file=$jars/jarserve.yaml
  body=$jars/body.json
  {
    echo 'applications:'
    for jar in "$jars"/*.jar; do
      name=$(basename "$jar" .jar)
      printf '  - {name: %s, import_path: %s, route_prefix: /%s}\n' "$name" "$jar" "$name"
    done
  } >"$file"
  {
    separator='{"applications":['
    for jar in "$jars"/*.jar; do
      name=$(basename "$jar" .jar)
      printf '%s{"name":"%s","digest":"%s","route_prefix":"/%s"}' "$separator" "$name" \
        "$(sha256sum "$jar" | cut -d' ' -f1)" "$name"
      separator=,
    done
    echo ']}'
  } >"$body"

  start_jarserve "apply-$version"
  from=$(date +%s%N)
  JAVA_HOME=$java_home "$launcher" deploy "$file" --address "$admin" >"$work/deploy.txt" ||
    fail "the deploy failed: $(tail -3 "$work/deploy.txt")"
  deploy_ms=$((($(date +%s%N) - from) / 1000000))
  before=$(replicas)
  [[ $(wc -l <<<"$before") -ge $applications ]] || fail "not all replicas are there"

  again=$(for ((i = 0; i < rounds; i++)); do
    curl -sS --fail-with-body -o "$work/answer.json" -w '%{time_total}\n' -X PUT \
      -H 'Content-Type: application/json' --data-binary "@$body" "$admin/api/serve/applications/"
  done | median)
  [[ $(grep -oE '"change":"unchanged"' "$work/answer.json" | wc -l) -eq $applications ]] ||
    fail "the same list again changed something: $(head -c 500 "$work/answer.json")"
  [[ $(replicas) == "$before" ]] || fail "the same list again restarted replicas"
  echo "RESULT $applications applications by one file, JDK $version: all RUNNING $deploy_ms ms after the" \
    "command began, the same PUT again answered in $again s (median of $rounds)"
  stop_all
done
