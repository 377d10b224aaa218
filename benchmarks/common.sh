# Sourced by the scripts beside it. Starts processes, remembers them, and ends exactly those.
# shellcheck shell=bash
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
work=$(mktemp -d "${TMPDIR:-/tmp}/jarserve-bench.XXXXXX")
started=()

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

finish() {
  local status=$? pid
  for pid in ${started[@]+"${started[@]}"}; do
    stop "$pid"
  done
  if [[ $status -eq 0 ]]; then
    rm -rf "$work"
  else
    echo "$(basename "$0"): the logs are in $work" >&2
  fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# stop PID: ends a process that this script started; by force after 15 seconds
stop() {
  local pid=$1 i
  kill "$pid" 2>/dev/null || return 0
  for ((i = 0; i < 150; i++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

need() {
  command -v "$1" >/dev/null || fail "$1 is missing; install it, on Debian with: apt-get install $2"
}

# is_older_than_sources: figures of a build that the sources have left behind would be of nothing
is_older_than_sources() {
  [[ -n $(find "$root" -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
    -newer "$root/distribution/target/built.properties" -print -quit) ]]
}

# need_build: the distribution, the hello sample and the peers are there and new; else builds them
need_build() {
  sample=$root/sample-plugins/hello/target/hello.jar
  launcher=$(ls -d "$root"/distribution/target/jarserve-*/jarserve-*/bin/jarserve 2>/dev/null | tail -1 || true)
  if [[ -d $here/target/lib && -f $sample && -n $launcher ]] && ! is_older_than_sources; then
    return
  fi
  [[ -z ${built:-} ]] || fail "the build left no distribution; run: mvn package -DskipTests"
  built=yes
  echo "building ..."
  (cd "$root" && mvn -q -B package -DskipTests) || fail "the build failed; run: mvn package -DskipTests"
  need_build
}

# feature HOME: the feature version of a JDK, or nothing
feature() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# jdks: a JDK 17, if there is one, and the newest, if it is another; or those named in JDKS
jdks() {
  if [[ -n ${JDKS:-} ]]; then
    tr ':' '\n' <<<"$JDKS"
    return
  fi
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [[ -n $home && -x $home/bin/java ]]; then
      echo "$(feature "$home") $(cd -P "$home" && pwd)"
    fi
  done | grep -E '^[0-9]+ ' | sort -un -k1,1 | awk '$1 == 17 { print $2 } $1 > 17 { newest = $2 } END { if (newest) print newest }'
}

free_port() {
  local port
  for ((;;)); do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# start_peer CLASSPATH-PATTERNS CLASS ARGS...: starts a peer with only the libraries that it is made of
start_peer() {
  local patterns=$1 class=$2 classpath=$here/target/classes jar pattern
  shift 2
  for pattern in $patterns; do
    for jar in "$here"/target/lib/$pattern; do
      classpath+=:$jar
    done
  done
  "$java_home/bin/java" ${JVM_OPTIONS:-} -Dhello.type="$hello_type" -Dhello.body="$hello_body" -cp "$classpath" \
    "io.jarserve.benchmarks.peers.$class" "$@" >"$work/$class.log" 2>&1 &
  started+=($!)
}

# tool CLASS ARGS...: runs one of the load tools
tool() {
  local class=$1
  shift
  "$java_home/bin/java" -cp "$here/target/classes:$here/target/lib/*" "io.jarserve.benchmarks.load.$class" "$@"
}

# start_jarserve NAME: a server of its own below $work/NAME; sets deploy_dir, url, admin and pid
start_jarserve() {
  local home=$work/$1
  deploy_dir=$home/deploy-dir
  mkdir -p "$deploy_dir" "$home/state"
  local port admin_port
  port=$(free_port)
  admin_port=$(free_port)
  url=http://127.0.0.1:$port
  admin=http://127.0.0.1:$admin_port
  JAVA_HOME=$java_home JARSERVE_JAVA_OPTS=${JVM_OPTIONS:-} "$launcher" start --deploy-dir "$deploy_dir" --state-dir "$home/state" \
    --http-port "$port" --admin-port "$admin_port" >"$home/log" 2>&1 &
  pid=$!
  started+=("$pid")
  await_url "$admin/-/healthz" 60
}

stop_all() {
  local one
  for one in ${started[@]+"${started[@]}"}; do
    stop "$one"
  done
  started=()
}

# options LINE...: the options file of an application
options() {
  printf '%s\n' "$@"
}

# drop_hello OPTION...: serves the sample at /hello and waits for its first 200
drop_hello() {
  options 'route_prefix: /hello' "$@" >"$deploy_dir/hello.yaml"
  cp "$sample" "$deploy_dir/hello.jar"
  await_url "$url/hello" 30
}

# read_hello URL: what the sample answers, percent-encoded, for the peers to answer the same
read_hello() {
  hello_body=$(curl -s "$1" | od -An -v -tx1 | tr -d '\n' | tr ' ' '%')
  hello_type=$(curl -s -o /dev/null -w '%{content_type}' "$1")
}

# await_url URL SECONDS: until it answers 200
await_url() {
  local end=$((SECONDS + $2))
  until curl -sf -o /dev/null --max-time 2 "$1"; do
    ((SECONDS < end)) || fail "$1 did not answer 200 within $2 s"
    sleep 0.1
  done
}

# median: of the numbers on stdin
median() {
  sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a / b }'
}

# wrk_round URL SECONDS: prints "<requests per second> <p99 in ms>"; fails on any failed request
wrk_round() {
  local out
  out=$(wrk -t1 -c32 -d"$2s" --latency "$1") || fail "wrk failed on $1"
  if grep -Eq 'Non-2xx|Socket errors' <<<"$out"; then
    fail "requests to $1 failed: $(grep -E 'Non-2xx|Socket errors' <<<"$out")"
  fi
  awk '/Requests\/sec/ { rps = $2 }
       $1 == "99%" { p = $2 + 0; if ($2 ~ /us$/) p /= 1000; else if ($2 !~ /ms$/) p *= 1000 }
       END { printf "%.0f %.3f\n", rps, p }' <<<"$out"
}

# same_answer URL URL: both must give the same status, type and body, or the comparison means nothing
same_answer() {
  local a b
  a=$(curl -s -w ' %{content_type} %{http_code}' "$1")
  b=$(curl -s -w ' %{content_type} %{http_code}' "$2")
  [[ ${a,,} == "${b,,}" && $a == *' 200' ]] || fail "$1 answers '$a' and $2 answers '$b'; they must be the same"
}

# compare NAME URL PEER-NAME PEER-URL: interleaved rounds, then the ratios of the medians
compare() {
  local name=$1 a_url=$2 peer=$3 b_url=$4 round a b
  local rounds=${ROUNDS:-11} seconds=${ROUND_SECONDS:-5} warmup=${WARMUP_SECONDS:-15}
  same_answer "$a_url" "$b_url"
  wrk_round "$a_url" "$warmup" >/dev/null
  wrk_round "$b_url" "$warmup" >/dev/null
  printf '%-7s %12s %9s   %12s %9s\n' round "$name/s" 'p99 ms' "$peer/s" 'p99 ms'
  : >"$work/a"
  : >"$work/b"
  for ((round = 1; round <= rounds; round++)); do
    if ((round % 2)); then
      a=$(wrk_round "$a_url" "$seconds"); b=$(wrk_round "$b_url" "$seconds")
    else
      b=$(wrk_round "$b_url" "$seconds"); a=$(wrk_round "$a_url" "$seconds")
    fi
    echo "$a" >>"$work/a"
    echo "$b" >>"$work/b"
    # shellcheck disable=SC2086
    printf '%-7s %12s %9s   %12s %9s\n' "$round" $a $b
  done
  local a_rps b_rps a_p99 b_p99
  a_rps=$(awk '{ print $1 }' "$work/a" | median)
  b_rps=$(awk '{ print $1 }' "$work/b" | median)
  a_p99=$(awk '{ print $2 }' "$work/a" | median)
  b_p99=$(awk '{ print $2 }' "$work/b" | median)
  printf '%-7s %12s %9s   %12s %9s\n' median "$a_rps" "$a_p99" "$b_rps" "$b_p99"
  echo "RESULT $name against $peer, JDK $(feature "$java_home"): requests/s $(ratio "$a_rps" "$b_rps"), p99 $(ratio "$a_p99" "$b_p99")"
}
