# Sourced by the scripts that do what a user of the archetype does: a local repository of their own,
# with this build's modules, that takes the rest from the user's.
# shellcheck shell=bash

# install_here: builds what is not built, and makes the settings file
install_here() {
  local repository=$work/repository
  (cd "$root" && mvn -q -B install -DskipTests -DskipITs -Dspotless.check.skip \
    -Dmaven.install.skip -pl archetype -am) ||
    fail "the build failed; run: mvn package -DskipTests"
  local warm
  warm=$(cd "$root" && mvn -q -N help:evaluate -Dexpression=settings.localRepository -DforceStdout 2>/dev/null |
    sed 's/\x1b\[[0-9;]*m//g') || warm=$HOME/.m2/repository
  version=$(sed -n 's/^  <version>\(.*\)<\/version>/\1/p' "$root/pom.xml" | head -1)
  put jarserve-parent "$root"
  put jarserve-store-api "$root/stores/api"
  local module
  for module in plugin-api server maven-plugin archetype testkit; do
    [[ ! -d $root/$module/target ]] || put "jarserve-$module" "$root/$module"
  done
  cat >"$work/settings.xml" <<XML
<settings>
  <localRepository>$repository</localRepository>
  <profiles><profile><id>warm</id>
    <repositories><repository><id>warm</id><url>file://$warm</url>
      <snapshots><enabled>false</enabled></snapshots></repository></repositories>
    <pluginRepositories><pluginRepository><id>warm</id><url>file://$warm</url>
      <snapshots><enabled>false</enabled></snapshots></pluginRepository></pluginRepositories>
  </profile></profiles>
  <activeProfiles><activeProfile>warm</activeProfile></activeProfiles>
</settings>
XML
  quiet=(-q -B -ntp -s "$work/settings.xml")
}

# put ARTIFACT DIRECTORY: as 'mvn install' does
put() {
  local target=$repository/io/jarserve/$1/$version
  mkdir -p "$target"
  cp "$2/pom.xml" "$target/$1-$version.pom"
  [[ $1 == jarserve-parent ]] || cp "$2/target/$1-$version.jar" "$target/"
}

# generate ARTIFACT [KIND]: a new project below the working directory
generate() {
  [[ $PWD == "$work"* ]] || cd "$work"
  mvn "${quiet[@]}" archetype:generate -DarchetypeCatalog=internal \
    -DarchetypeGroupId=io.jarserve -DarchetypeArtifactId=jarserve-archetype "-DarchetypeVersion=$version" \
    -DgroupId=com.acme "-DartifactId=$1" "-Dkind=${2:-http}" >"$work/generate.log" 2>&1 ||
    fail "no project: $(tail -5 "$work/generate.log")"
}

# percentile P: of the sorted numbers in $work/sorted
percentile() {
  awk -v p="$1" '{ v[NR] = $1 } END { i = int((NR * p + 99) / 100); print v[i < 1 ? 1 : i] }' "$work/sorted"
}

# pending ADMIN-PORT: loaders that are not unloaded after full collections
pending() {
  local status=http://127.0.0.1:$1/api/serve/applications/ pid i count
  pid=$(curl -s "$status" | sed -n 's/.*"pid":\([0-9]*\),"start_time_s".*/\1/p' | head -1)
  for ((i = 0; i < 20; i++)); do
    jcmd "$pid" GC.run >/dev/null
  done
  count=$(curl -s "http://127.0.0.1:$1/metrics" | awk '/^jarserve_pending_unload/ { n += $2; seen = 1 } END { if (seen) print n }')
  [[ -n $count ]] || fail "the metrics at $1 do not tell how many loaders are pending"
  echo "$count"
}
