# shellcheck shell=bash
# The fake tools of a golden case (./fake): puts them on PATH, and looks afterwards whether they were called as expected.
# Sourced by ./golden.
: "${here:?} ${work:?}"

# The expected calls of a case, with those of the files in calls/ that it names, and without remarks.
read_calls() {
  local line
  while IFS= read -r line; do
    case $line in
      '' | '#'*) ;;
      '@'*) read_calls <"$here/calls/${line#@}" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
}

install_tools() {
  local tool
  mkdir "$work/tools"
  for tool in kind kubectl helm docker dot; do ln -s "$here/fake" "$work/tools/$tool"; done
  section tools | read_calls >"$work/tools/expected"
  echo 0 >"$work/tools/next"
  touch "$work"/tools/{called,denied,made}
  PATH=$work/tools:$PATH
}

# Fails with every call that was not expected, every expected one that was not made, and where a tool outlives the program.
check_calls() {
  local number=0 line status=0
  if [ -e "$work/tools/unexpected" ]; then
    sort "$work/tools/unexpected" | uniq -c | sed 's/^ *\([0-9]*\) /not expected (\1 times): /'
    status=1
  fi
  while IFS= read -r line; do
    grep -qx "$number" "$work/tools/called" || { echo "expected, but never called: $line"; status=1; }
    number=$((number + 1))
  done <"$work/tools/expected"
  flock -w 2 "$work/tools/alive" true || { echo 'a tool still runs'; status=1; }
  return $status
}

# The id of a run is eight digits to the base of 36; so no cluster of a case may have a name of that length.
hide_what_differs() {
  sed -i -E \
    -e 's/\b(pgreach-|what run |of run |of audit |audit |run=|diagnostics-)[0-9a-z]{8}\b/\1{run}/g' \
    -e 's/"started":"[^"]*"/"started":"{n}"/' \
    -e 's/\bprobe-[0-9a-f]{12}\b/probe-{n}/g' \
    -e 's/[0-9]+ bytes on stdin/{n} bytes on stdin/' \
    -e 's/ +[0-9]+\.[0-9] ms$/ {n} ms/' \
    -e '/^cluster up in/s/[0-9]+\.[0-9]/{n}/g' \
    "$work/out" "$work/err" "$work/left"
}
