#!/bin/sh
# Tests of ./aether on a made-up clone with made-up JDKs and a made-up mvn, in a temporary folder.
# Needs nothing but a POSIX system; no Java is started. Exit code: 0 when every sentence holds.
set -u

source=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)/aether
tmp=$(mktemp -d "${TMPDIR:-/tmp}/aether launcher.XXXXXX") || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0

# --- the made-up machine -------------------------------------------------------------------------

# jdk PLACE VERSION [jre]: a Java whose `java` writes down its start and exits with $FAKE_EXIT.
jdk() {
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="%s"\nJAVA_VERSION_DATE="2026-01-20"' "$2" >"$1/release"
  cat >"$1/bin/java" <<'FAKE'
#!/bin/sh
case " $* " in
  *" mcp cache ")
    for word in "$@"; do
      case $word in -Daether.mcp.cache=*) echo cache >"${word#*=}" ;; esac
    done
    echo noise; echo noise >&2; exit 3 ;;
  *" aether.cli.Rehearsal "*)
    echo "${0%/bin/java} ${*##*Rehearsal }" >>"$TEST_ROOT/rehearsal-starts"
    for word in "$@"; do
      case $word in -XX:AOTCacheOutput=*) echo "${FAKE_CACHE:-whole}" >"${word#*=}" ;; esac
    done
    echo noise; echo noise >&2; exit 3 ;;
  *" -version ")
    for word in "$@"; do
      case $word in -XX:AOTCache=*) grep -qx whole "${word#*=}" && echo noise >&2; exit ;; esac
    done ;;
esac
echo "${0%/bin/java}" >>"$TEST_ROOT/java-starts"
pwd >"$TEST_ROOT/java-cwd"
for word in "$@"; do printf '<%s>\n' "$word"; done >"$TEST_ROOT/java-args"
echo answer
exit "${FAKE_EXIT:-0}"
FAKE
  chmod +x "$1/bin/java"
  [ "${3:-}" = jre ] || cp "$1/bin/java" "$1/bin/javac"
}

# machine: a clean clone in "$clone" with a fresh jar, no Java, a mvn that makes the jar.
machine() {
  TEST_ROOT="$tmp/m $((passed + failed))"
  clone=$TEST_ROOT/a\ clone bin=$TEST_ROOT/bin TEST_JVM=$TEST_ROOT/jvm HOME=$TEST_ROOT/home
  export TEST_ROOT TEST_JVM HOME
  unset JAVA_HOME AETHER_JAVA_HOME AETHER_NO_BUILD AETHER_JAVA_OPTS AETHER_HOME FAKE_EXIT FAKE_MVN FAKE_CACHE
  mkdir -p "$clone/aether-cli/target" "$clone/aether-cli/src/main/java" "$clone/aether-core/src/main" \
    "$clone/aether-core/src/test" "$bin" "$TEST_JVM" "$HOME"
  sed -e 's#/usr/lib/jvm/\*#"$TEST_JVM"/*#' -e 's# /usr/lib64/jvm/\* /usr/java/\* /opt/\*##' \
    -e 's#/Library/#/nowhere/#' -e 's#/opt/homebrew/#/nowhere/#' -e 's#/usr/libexec/#/nowhere/#' \
    "$source" >"$clone/aether"
  chmod +x "$clone/aether"
  for tool in cat chmod df find grep ln mkdir mv pwd readlink rm sleep stat sync tail touch; do
    ln -s "$(command -v "$tool")" "$bin/$tool"
  done
  cat >"$bin/mvn" <<'FAKE'
#!/bin/sh
echo "JAVA_HOME=$JAVA_HOME $*" >>"$TEST_ROOT/mvn-starts"
case ${FAKE_MVN:-} in
  fail)
    echo '[INFO] chatter'
    echo '[ERROR] Thing.java:[3,7] cannot find symbol'
    echo '[ERROR] Re-run Maven using the -X switch to enable full debug logging.'
    exit 1 ;;
  nothing) exit 0 ;;
  slow) sleep 2 ;;
  edit) echo edited >aether-core/src/main/Edited.java ;;
esac
sleep 0.1
echo jar >aether-cli/target/aether-cli.jar
FAKE
  chmod +x "$bin/mvn"
  for file in pom.xml aether-cli/pom.xml aether-cli/src/main/java/A.java aether-core/src/main/B.java; do
    echo x >"$clone/$file"
    touch -t 202001010000 "$clone/$file"
  done
  echo jar >"$clone/aether-cli/target/aether-cli.jar"
  touch -t 202101010000 "$clone/aether-cli/target/aether-cli.jar"
}

# aether ARG...: runs the clone's launcher (or $launcher); $code, and the files out and err.
aether() {
  code=0
  PATH=$bin "${launcher:-$clone/aether}" "$@" >"$TEST_ROOT/out" 2>"$TEST_ROOT/err" || code=$?
}

# --- what can be said of a run -------------------------------------------------------------------

starts() { if [ -f "$TEST_ROOT/$1-starts" ]; then grep -c . "$TEST_ROOT/$1-starts"; else echo 0; fi; }
is() { [ "$1" = "$2" ] || { echo "    expected <$2>, was <$1>"; return 1; }; }
started() { is "$(cat "$TEST_ROOT/java-starts" 2>/dev/null)" "$1"; }
argument() { grep -qxF -e "<$1>" "$TEST_ROOT/java-args" || { echo "    no argument <$1>"; return 1; }; }
no_argument() { ! grep -qF -e "$1" "$TEST_ROOT/java-args" || { echo "    has $1"; return 1; }; }
says() { grep -qF -e "$1" "$TEST_ROOT/err" || { echo "    stderr lacks: $1"; cat "$TEST_ROOT/err"; return 1; }; }
silent() { [ ! -s "$TEST_ROOT/err" ] || { echo "    stderr:"; cat "$TEST_ROOT/err"; return 1; }; }
refused_in_one_line() { is "$code" 1 && is "$(grep -c . "$TEST_ROOT/err")" 1 && is "$(starts java)" 0; }
answered() { is "$code" 0 && is "$(cat "$TEST_ROOT/out")" answer; }

# --- the sentences -------------------------------------------------------------------------------

an_older_java_on_the_path_is_passed_over() {
  jdk "$TEST_JVM/a-17" 17.0.15 && jdk "$TEST_JVM/b-25" 25.0.3
  ln -s "$TEST_JVM/a-17/bin/java" "$bin/java"
  aether who
  answered && silent && started "$TEST_JVM/b-25"
}

a_java_on_the_path_is_found_through_two_links() {
  jdk "$TEST_ROOT/far away/jdk" 26 && mkdir "$TEST_ROOT/alternatives"
  ln -s "../far away/jdk/bin/java" "$TEST_ROOT/alternatives/java"
  ln -s "$TEST_ROOT/alternatives/java" "$bin/java"
  aether who
  answered && started "$TEST_ROOT/alternatives/../far away/jdk"
}

java_home_goes_before_the_path() {
  jdk "$TEST_ROOT/home jdk" 25 && jdk "$TEST_JVM/b-25" 25.0.3
  ln -s "$TEST_JVM/b-25/bin/java" "$bin/java"
  export JAVA_HOME="$TEST_ROOT/home jdk"
  aether who
  answered && started "$JAVA_HOME"
}

an_older_java_home_is_passed_over() {
  jdk "$TEST_ROOT/old" 21.0.2 && jdk "$TEST_JVM/b" 25.0.3
  export JAVA_HOME="$TEST_ROOT/old"
  aether who
  answered && started "$TEST_JVM/b"
}

aether_java_home_goes_before_all() {
  jdk "$TEST_ROOT/chosen" 27-ea && jdk "$TEST_JVM/b" 25.0.3
  export JAVA_HOME="$TEST_JVM/b" AETHER_JAVA_HOME="$TEST_ROOT/chosen"
  aether who
  answered && started "$AETHER_JAVA_HOME"
}

an_unfit_aether_java_home_is_refused_by_name() {
  jdk "$TEST_ROOT/chosen" 17.0.1 && jdk "$TEST_JVM/b" 25.0.3
  export AETHER_JAVA_HOME="$TEST_ROOT/chosen"
  aether who
  refused_in_one_line && says "AETHER_JAVA_HOME=$TEST_ROOT/chosen"
}

an_unpacked_archive_takes_the_java_beside_it_and_builds_nothing() {
  jdk "$TEST_ROOT/elsewhere" 26
  export JAVA_HOME="$TEST_ROOT/elsewhere"
  jdk "$TEST_ROOT/an archive/runtime" 25.0.3 && mkdir "$TEST_ROOT/an archive/lib"
  echo jar >"$TEST_ROOT/an archive/lib/aether-cli.jar"
  cp "$clone/aether" "$TEST_ROOT/an archive/aether"
  launcher="$TEST_ROOT/an archive/aether" aether who
  answered && silent && started "$TEST_ROOT/an archive/runtime" && is "$(starts mvn)" 0 &&
    argument "$TEST_ROOT/an archive/lib/aether-cli.jar"
}

an_unpacked_archive_takes_the_class_caches_beside_its_jar_until_better_ones_are_there() {
  export AETHER_HOME="$TEST_ROOT/aether"
  jdk "$TEST_ROOT/an archive/runtime" 25.0.3 && mkdir "$TEST_ROOT/an archive/lib"
  jar="$TEST_ROOT/an archive/lib/aether-cli.jar"
  echo jar >"$jar"
  identity=$(stat -c %s-%Y "$jar" 2>/dev/null || stat -f %z-%m "$jar")
  for part in hand observatory; do echo cache >"${jar%/*}/aether-$part-$identity-25.0.3.jsa"; done
  cp "$clone/aether" "$TEST_ROOT/an archive/aether"
  launcher="$TEST_ROOT/an archive/aether" aether who
  answered && silent && argument "-XX:SharedArchiveFile=${jar%/*}/aether-hand-$identity-25.0.3.jsa" && argument -Xshare:auto &&
    no_argument AutoCreate || return 1
  launcher="$TEST_ROOT/an archive/aether" aether observatory x
  answered && argument "-XX:SharedArchiveFile=${jar%/*}/aether-observatory-$identity-25.0.3.jsa" || return 1
  launcher="$TEST_ROOT/an archive/aether" aether bus status
  answered && argument "-XX:SharedArchiveFile=$AETHER_HOME/cache/aether-bus-$identity-25.0.3.jsa" || return 1
  echo whole >"${jar%/*}/aether-hand-$identity-25.0.3.aot"
  launcher="$TEST_ROOT/an archive/aether" aether who
  answered && argument "-XX:AOTCache=${jar%/*}/aether-hand-$identity-25.0.3.aot" && no_argument SharedArchiveFile || return 1
  rm "${jar%/*}/aether-hand-$identity-25.0.3.aot" && touch -t 203001010000 "$jar"
  launcher="$TEST_ROOT/an archive/aether" aether who
  answered && argument -XX:+AutoCreateSharedArchive
}

a_folder_without_a_release_file_is_no_jdk() {
  jdk "$TEST_JVM/a" 25.0.3 && rm "$TEST_JVM/a/release" && jdk "$TEST_JVM/b" 25.0.3
  aether who
  answered && started "$TEST_JVM/b"
}

without_a_fitting_jdk_one_line_names_the_newest_and_the_remedy() {
  jdk "$TEST_JVM/a" 1.8.0_402 && jdk "$TEST_JVM/b" 17.0.15 && jdk "$TEST_JVM/c" 11.0.2
  aether who
  refused_in_one_line && says "Java 17.0.15 in $TEST_JVM/b" && says 'set AETHER_JAVA_HOME'
}

without_any_java_one_line_says_so() {
  aether who
  refused_in_one_line && says 'no Java at all'
}

a_runtime_without_a_compiler_runs_but_does_not_build() {
  jdk "$TEST_JVM/a" 25.0.3 jre
  aether who
  answered && rm "$clone/aether-cli/target/aether-cli.jar" "$TEST_ROOT/java-starts"
  aether who
  refused_in_one_line && says 'bin/javac'
}

a_missing_jar_is_built_with_the_chosen_jdk() {
  jdk "$TEST_JVM/a" 17.0.1 && jdk "$TEST_JVM/b" 25.0.3
  export JAVA_HOME="$TEST_JVM/a"
  rm -r "$clone/aether-cli/target"; mkdir "$clone/aether-cli/target"
  aether who
  answered && says 'aether: building (once' && is "$(cat "$TEST_ROOT/mvn-starts")" \
    "JAVA_HOME=$TEST_JVM/b -B -q -DskipTests -Daether.quick package" &&
    is "$(ls "$clone/target")" "$(printf 'launcher-build.begun\nlauncher-build.log')"
}

a_fresh_jar_is_not_built_again() {
  jdk "$TEST_JVM/b" 25.0.3
  aether who
  answered && silent && is "$(starts mvn)" 0
}

a_newer_source_or_pom_is_built_once() {
  jdk "$TEST_JVM/b" 25.0.3
  touch "$clone/aether-core/src/main/B.java"
  aether who && aether who
  answered && silent && is "$(starts mvn)" 1 || return 1
  touch -t 203001010000 "$clone/aether-cli/pom.xml"
  aether who
  answered && is "$(starts mvn)" 2
}

a_newer_test_or_editor_file_is_not_built() {
  jdk "$TEST_JVM/b" 25.0.3
  touch "$clone/aether-core/src/test/T.java" "$clone/aether-core/src/main/.B.java.swp"
  aether who
  answered && is "$(starts mvn)" 0
}

a_source_saved_during_the_build_is_built_the_next_time() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"
  export FAKE_MVN=edit
  sleep_before_edit
  aether who
  export FAKE_MVN=
  aether who
  answered && is "$(starts mvn)" 2
}
# The begin mark and the edit must differ in time on file systems that keep whole seconds.
sleep_before_edit() {
  sed 's/^  edit) /  edit) sleep 1.1; /' "$bin/mvn" >"$bin/mvn.new"
  cat "$bin/mvn.new" >"$bin/mvn"
}

no_build_means_none() {
  jdk "$TEST_JVM/b" 25.0.3
  export AETHER_NO_BUILD=1
  touch "$clone/pom.xml"
  aether who
  answered && silent && is "$(starts mvn)" 0 && rm "$clone/aether-cli/target/aether-cli.jar" "$TEST_ROOT/java-starts"
  aether who
  refused_in_one_line && says AETHER_NO_BUILD
}

a_jar_without_sources_is_taken_as_it_is() {
  jdk "$TEST_JVM/b" 25.0.3
  rm -r "$clone/aether-cli/src" "$clone/aether-core"
  touch "$clone/pom.xml"
  aether who
  answered && silent && is "$(starts mvn)" 0
}

a_failed_build_shows_its_errors_and_where_the_rest_is() {
  jdk "$TEST_JVM/b" 25.0.3
  touch "$clone/pom.xml"
  export FAKE_MVN=fail
  aether who
  is "$code" 1 && is "$(starts java)" 0 && says 'cannot find symbol' && says "$clone/target/launcher-build.log" || return 1
  if grep -q -e chatter -e Re-run "$TEST_ROOT/err"; then echo '    noise on stderr'; return 1; fi
  [ ! -L "$clone/target/launcher-build.lock" ] || { echo '    the lock was left'; return 1; }
}

a_build_without_a_jar_is_a_failure() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"
  export FAKE_MVN=nothing
  aether who
  is "$code" 1 && says 'the build made no' && is "$(starts java)" 0
}

without_maven_one_line_says_so() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$bin/mvn"; touch "$clone/pom.xml"
  aether who
  refused_in_one_line && says 'no mvn on the PATH'
}

two_launchers_build_once() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"
  export FAKE_MVN=slow
  (PATH=$bin exec "$clone/aether" first >/dev/null 2>&1) &
  until [ -f "$TEST_ROOT/mvn-starts" ]; do sleep 0.05; done
  aether second
  wait
  answered && says 'is building; waiting' && is "$(starts mvn)" 1 && is "$(starts java)" 2
}

a_lock_left_by_a_dead_launcher_is_taken_over() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"; mkdir "$clone/target"
  dead=$(sh -c 'echo $$')
  ln -s "$dead" "$clone/target/launcher-build.lock"
  aether who
  answered && is "$(starts mvn)" 1
}

a_linked_launcher_finds_its_clone() {
  jdk "$TEST_JVM/b" 25.0.3
  mkdir "$TEST_ROOT/my bin" "$TEST_ROOT/other"
  ln -s "../a clone/aether" "$TEST_ROOT/my bin/aether"
  ln -s "$TEST_ROOT/my bin/aether" "$TEST_ROOT/other/ae"
  launcher="$TEST_ROOT/other/ae"
  aether who
  answered && argument "$clone/aether-cli/target/aether-cli.jar"
}

it_stays_in_the_folder_it_was_called_from() {
  jdk "$TEST_JVM/b" 25.0.3
  mkdir -p "$TEST_ROOT/decoy/a clone"
  (cd "$TEST_ROOT" && export CDPATH="$TEST_ROOT/decoy" && launcher='a clone/aether' && aether who)
  is "$(cat "$TEST_ROOT/java-cwd")" "$TEST_ROOT" && argument "$clone/aether-cli/target/aether-cli.jar"
}

arguments_and_exit_code_pass_through() {
  jdk "$TEST_JVM/b" 25.0.3
  export FAKE_EXIT=2
  aether send --text 'two  words *' '' '$(x)' '"q"'
  is "$code" 2 && is "$(tail -n 6 "$TEST_ROOT/java-args")" "$(printf '<%s>\n' send --text 'two  words *' '' '$(x)' '"q"')"
}

more_flags_for_java_are_split_but_not_expanded() {
  jdk "$TEST_JVM/b" 25.0.3
  export AETHER_JAVA_OPTS='-Xmx64m *'
  (cd "$clone" && aether who)
  argument -Xmx64m && argument '*'
}

short_commands_start_fast_and_long_ones_run_fast() {
  jdk "$TEST_JVM/b" 25.0.3
  aether who
  argument -XX:TieredStopAtLevel=1 && argument -XX:CompileThresholdScaling=4 || return 1
  for long in observatory stargazer operator demo; do
    aether "$long"
    no_argument TieredStopAtLevel && no_argument CompileThreshold || return 1
  done
}

a_daemon_that_waits_begins_with_a_small_heap() {
  jdk "$TEST_JVM/b" 25.0.3
  for daemon in observatory stargazer operator; do
    aether "$daemon"
    grep -q '^<-Xms' "$TEST_ROOT/java-args" || { echo "    $daemon has no -Xms"; return 1; }
  done
  aether who
  no_argument -Xms
}

the_class_cache_is_named_after_command_jar_and_jdk() {
  jdk "$TEST_JVM/b" 25.0.3
  export AETHER_HOME="$TEST_ROOT/its home"
  identity=$(stat -c %s-%Y "$clone/aether-cli/target/aether-cli.jar" 2>/dev/null ||
    stat -f %z-%m "$clone/aether-cli/target/aether-cli.jar")
  aether who
  argument "-XX:SharedArchiveFile=$AETHER_HOME/cache/aether-who-$identity-25.0.3.jsa" || return 1
  aether ../../x
  argument "-XX:SharedArchiveFile=$AETHER_HOME/cache/aether-main-$identity-25.0.3.jsa"
}

the_front_page_is_printed_without_java() {
  mkdir -p "$clone/aether-cli/src/main/resources/aether/cli"
  printf 'Usage: \033[1maether\033[0m\n' >"$clone/aether-cli/src/main/resources/aether/cli/front-page.txt"
  out=$(PATH="$bin:/usr/bin:/bin" "$clone/aether" --help) && [ "$out" = 'Usage: aether' ]
}

a_help_page_makes_no_cache_for_its_command() {
  jdk "$TEST_JVM/b" 25.0.3
  export AETHER_HOME="$TEST_ROOT/its home"
  aether who --help
  argument "-XX:SharedArchiveFile=$(echo "$AETHER_HOME"/cache/aether-main-)$(stat -c %s-%Y "$clone/aether-cli/target/aether-cli.jar" 2>/dev/null ||
    stat -f %z-%m "$clone/aether-cli/target/aether-cli.jar")-25.0.3.jsa"
}

whoever_builds_makes_the_cache_with_which_the_mcp_server_starts() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"
  aether mcp serve
  identity=$(stat -c %s-%Y "$clone/aether-cli/target/aether-cli.jar" 2>/dev/null ||
    stat -f %z-%m "$clone/aether-cli/target/aether-cli.jar")
  answered && argument "-XX:AOTCache=$clone/aether-cli/target/aether-mcp-$identity-25.0.3.aot" || return 1
  export AETHER_HOME="$TEST_ROOT/another home"
  aether mcp serve
  answered && silent && argument "-XX:AOTCache=$clone/aether-cli/target/aether-mcp-$identity-25.0.3.aot" || return 1
  rm "$clone/aether-cli/target/aether-mcp-$identity-25.0.3.aot"
  aether mcp serve
  answered && no_argument AOTCache &&
    argument "-Daether.mcp.cache=$AETHER_HOME/cache/aether-mcp-$identity-25.0.3.aot"
}

# cache PART: the name of its class cache beside the jar.
cache() {
  echo "$clone/aether-cli/target/aether-$1-$(stat -c %s-%Y "$clone/aether-cli/target/aether-cli.jar" 2>/dev/null ||
    stat -f %z-%m "$clone/aether-cli/target/aether-cli.jar")-25.0.3.aot"
}

and_those_with_which_a_hand_and_a_daemon_start() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"
  for part in hand observatory pages; do
    echo old >"$clone/aether-cli/target/aether-$part-1-1-25.0.2.aot"
    echo half >"$clone/aether-cli/target/aether-$part-new.aot"
  done
  aether who
  answered && argument "-XX:AOTCache=$(cache hand)" && no_argument SharedArchiveFile && no_argument -Xshare || return 1
  is "$(ls "$clone/aether-cli/target/" | grep -v mcp | grep -c 'aether-.*aot')" 3 || return 1
  aether observatory beta
  answered && argument "-XX:AOTCache=$(cache observatory)" && no_argument -Xshare || return 1
  for page in stargazer operator; do
    aether "$page"
    answered && argument "-XX:AOTCache=$(cache pages)" && no_argument -Xshare || return 1
  done
  [ ! -d "$HOME/.aether" ] || { echo "    looked for a cache in the home"; return 1; }
  aether transcript x
  answered && no_argument AOTCache
}

without_its_class_cache_a_daemon_starts_all_the_same_and_writes_none_at_its_end() {
  jdk "$TEST_JVM/b" 25.0.3
  echo old >"$clone/aether-cli/target/aether-pages-1-1-25.0.2.aot"
  : >"$(cache observatory)"
  for daemon in observatory stargazer operator; do
    aether "$daemon"
    answered && silent && no_argument AOTCache && no_argument Archive && argument -Xshare:auto || return 1
  done
}

a_rehearsal_that_was_interrupted_leaves_no_cache_and_the_build_holds() {
  jdk "$TEST_JVM/b" 25.0.3
  rm "$clone/aether-cli/target/aether-cli.jar"
  export FAKE_CACHE=half
  aether who
  answered && no_argument AOTCache && is "$(ls "$clone/aether-cli/target/" | grep -v mcp | grep -c aot)" 0
}

the_caches_can_be_made_for_a_jar_that_is_there() {
  jdk "$TEST_JVM/b" 25.0.3
  aether --rehearse
  is "$code" 0 && silent && is "$(starts mvn)" 0 && is "$(starts java)" 0 && is "$(starts rehearsal)" 3 || return 1
  aether who
  answered && argument "-XX:AOTCache=$(cache hand)" || return 1
  rm "$(cache hand)"
  export FAKE_CACHE=half
  rm "$TEST_ROOT/java-starts"
  aether --rehearse
  refused_in_one_line && says 'no class cache'
}

what_a_vm_says_of_a_cache_is_not_for_anybody() {
  jdk "$TEST_JVM/b" 25.0.3
  aether who
  argument '-Xlog:all=error,aot*=off,cds*=off:stderr'
}

without_a_home_there_is_no_class_cache_and_no_word_about_it() {
  jdk "$TEST_JVM/b" 25.0.3
  HOME=/dev/null aether who
  answered && silent && no_argument SharedArchiveFile || return 1
  unset HOME
  aether who
  answered && silent && no_argument SharedArchiveFile
}

a_disk_without_room_for_it_gets_no_class_cache_and_no_word_about_it() {
  jdk "$TEST_JVM/b" 25.0.3
  rm -f "$bin/df"
  printf '#!/bin/sh\necho Filesystem 1024-blocks Used Available Capacity Mounted on\necho small 1024 1000 24 98%% /\n' >"$bin/df"
  chmod +x "$bin/df"
  aether who
  answered && silent && no_argument SharedArchiveFile
}

# --- the run -------------------------------------------------------------------------------------

for sentence in $(sed -n 's/^\([a-z][a-z_]*\)() {$/\1/p' "$0"); do
  case $sentence in jdk | machine | aether | sleep_before_edit | cache) continue ;; esac
  launcher=''
  machine
  if complaint=$("$sentence" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n%s\n' "$sentence" "$complaint"
  fi
done
echo "test-launcher: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 20 ]
