#!/bin/sh
# Makes the two JARs beside this script: the API as it was at one commit, and a plugin compiled
# against it. They are the baseline that the build compares the API with, and what a test drops on
# today's server. Run it once per release of the API, with the commit of the release, and commit
# what it makes; the same commit gives the same bytes.
#
#   baseline.sh [commit]      needs git, a JDK 17 and the API's own dependencies in ~/.m2
set -eu
commit=${1:-b929227}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

version() { # of a property in the parent POM at that commit
  git -C "$root" show "$commit:pom.xml" | sed -n "s|.*<$1.version>\(.*\)</$1.version>.*|\1|p"
}
m2=$HOME/.m2/repository
libraries="$m2/org/pf4j/pf4j/$(version pf4j)/pf4j-$(version pf4j).jar"
libraries="$libraries:$m2/org/slf4j/slf4j-api/$(version slf4j)/slf4j-api-$(version slf4j).jar"
libraries="$libraries:$m2/org/jspecify/jspecify/$(version jspecify)/jspecify-$(version jspecify).jar"

pack() { # jar file, directory, manifest
  jar --create --file "$1" --date=2026-01-01T00:00:00Z --manifest "$3" -C "$2" . 2>/dev/null
}

mkdir -p "$work/api" "$work/source" "$work/plugin"
git -C "$root" archive "$commit" plugin-api/src/main/java | tar -x -C "$work/source"
find "$work/source" -name '*.java' | LC_ALL=C sort > "$work/sources"
javac --release 17 -parameters -g:none -proc:none -Xlint:none -cp "$libraries" -d "$work/api" "@$work/sources"
printf 'Created-By: baseline.sh\nApi-Commit: %s\n' "$commit" > "$work/api.mf"
pack "$here/jarserve-plugin-api-baseline.jar" "$work/api" "$work/api.mf"

find "$here/old" -name '*.java' | LC_ALL=C sort > "$work/sources"
javac --release 17 -parameters -proc:full -Xlint:none -cp "$work/api:$libraries" -d "$work/plugin" "@$work/sources" 2>/dev/null ||
  javac --release 17 -parameters -Xlint:none -cp "$work/api:$libraries" -d "$work/plugin" "@$work/sources"
printf 'Created-By: baseline.sh\nPlugin-Id: old\nPlugin-Version: 1.0\nApi-Commit: %s\n' "$commit" > "$work/plugin.mf"
pack "$here/old-plugin.jar" "$work/plugin" "$work/plugin.mf"
ls -l "$here"/*.jar
