# Finds the Java to run with. To be sourced; POSIX sh.
#
#   find_java <program>   sets JAVA_HOME: kept when it is set, else the newest Java of at least 17
#                         that has bin/<program> (java or javac). Ends the script when there is none.

java_floor=17

# Sets java_major_found to the major version of the Java in a directory; to nothing when there is
# none. Every command waits for this, and so it starts no program where it need not.
java_major() {
  java_version=
  if [ -f "$1/release" ]; then
    while IFS= read -r java_line || [ -n "$java_line" ]; do
      case $java_line in
        JAVA_VERSION=*) java_version=${java_line#JAVA_VERSION=} ;;
      esac
    done <"$1/release"
    java_version=${java_version#\"}
  fi
  if [ -z "$java_version" ] && [ -x "$1/bin/java" ]; then
    java_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')
  fi
  java_major_found=${java_version#1.}
  java_major_found=${java_major_found%%[!0-9]*}
}

# Prints the file that a chain of symbolic links ends at.
follow_links() {
  link_target=$1
  while [ -L "$link_target" ]; do
    link_next=$(readlink "$link_target")
    case $link_next in
      /*) link_target=$link_next ;;
      *) link_target=$(dirname "$link_target")/$link_next ;;
    esac
  done
  printf '%s\n' "$link_target"
}

# Prints the home of the java in the PATH; nothing when there is none.
java_of_path() {
  if java_found=$(command -v java); then
    java_found=$(follow_links "$java_found")
    (cd "$(dirname "$java_found")/.." 2>/dev/null && pwd -P)
  fi
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    check_java_home "$1"
    return
  fi
  java_best=0
  for java_home in "$(java_of_path)" /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$java_home/bin/$1" ]; then
      java_major "$java_home"
      if [ "${java_major_found:-0}" -gt "$java_best" ]; then
        java_best=$java_major_found
        JAVA_HOME=$java_home
      fi
    fi
  done
  if [ "$java_best" -lt "$java_floor" ]; then
    fail_java "found no Java $java_floor or newer with bin/$1; install a JDK, such as the package openjdk-17-jdk-headless, or set JAVA_HOME to one"
  fi
  export JAVA_HOME
}

check_java_home() {
  if [ ! -x "$JAVA_HOME/bin/$1" ]; then
    fail_java "JAVA_HOME is '$JAVA_HOME', which has no bin/$1; set it to a JDK of at least $java_floor, or unset it to have one found"
  fi
  java_major "$JAVA_HOME"
  if [ "${java_major_found:-0}" -lt "$java_floor" ]; then
    fail_java "JAVA_HOME is '$JAVA_HOME', which is Java ${java_major_found:-unknown}; set it to a JDK of at least $java_floor, or unset it to have one found"
  fi
}

fail_java() {
  printf 'jarserve: %s\n' "$1" >&2
  exit 2
}
