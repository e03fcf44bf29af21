# shellcheck shell=bash disable=SC2034 # the lists are for those who source this
# Which Debian packages are needed, and getting them. Sourced by run, test and check.

build_packages=(
  g++ cmake ninja-build pkg-config git
  libfmt-dev libcli11-dev libyaml-cpp-dev nlohmann-json3-dev libboost-dev libboost-filesystem-dev
  libpq-dev libcurl4-openssl-dev libssl-dev zlib1g-dev libpugixml-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
  libnl-3-dev libnl-route-3-dev libnftables-dev libnetfilter-log-dev
)
run_packages=(postgresql-15)
test_packages=(libgtest-dev libgmock-dev iproute2 nftables procps jq)
check_packages=(clang-format clang-tidy shellcheck)

missing_packages() {
  local package
  for package; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      'install ok installed') ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

# Installs what is missing: as root, or through sudo where that asks for nothing; else says the one command to run.
need_packages() {
  local missing become=()
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then
      become=(sudo)
    else
      printf 'pgreach needs packages that are not installed. Run:\n  sudo apt-get install -y --no-install-recommends %s\n' \
        "${missing[*]}" >&2
      exit 3
    fi
  fi
  printf 'installing %d Debian packages\n' ${#missing[@]} >&2
  local log
  log=$(mktemp)
  if ! { "${become[@]}" apt-get update && "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    printf 'could not install: %s\n' "${missing[*]}" >&2
    exit 3
  fi
  rm -f "$log"
}

# configure PRESET [CMAKE OPTION…]: only where it has not been done with these options. What was built where this checkout was
# before it was moved or copied counts for nothing.
configure() {
  local preset=$1 stamp=build/$1/.configured want
  shift
  grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "build/$preset/CMakeCache.txt" || rm -rf "build/$preset"
  want="$(cat CMakePresets.json) $*"
  if [ -e "build/$preset/build.ninja" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return; fi
  local launcher=()
  ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  quietly cmake --preset "$preset" "${launcher[@]}" "$@"
  printf '%s' "$want" >"$stamp"
}

# Runs a command and shows the end of its output only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  [ $status = 0 ] || tail -n 60 "$log" >&2
  rm -f "$log"
  return $status
}

# build PRESET TARGET…: progress only if there is something to do and somebody watches.
build() {
  local preset=$1
  shift
  if [ -t 2 ]; then
    ninja -C "build/$preset" --quiet "$@" >&2
  else
    quietly ninja -C "build/$preset" "$@"
  fi
}
