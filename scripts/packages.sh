# shellcheck shell=bash disable=SC2034 # the lists are for those who source this
# Which packages of Debian (12, 13) and Ubuntu (24.04, 26.04) are needed, getting them, and building. Sourced by the other
# scripts.

build_packages=(
  cmake ninja-build pkg-config git
  libfmt-dev libcli11-dev libyaml-cpp-dev nlohmann-json3-dev
  libpq-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev zlib1g-dev libpugixml-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
  libnl-3-dev libnl-route-3-dev libnftables-dev libnetfilter-log-dev
)
run_packages=()
test_packages=(libgtest-dev libgmock-dev iproute2 nftables procps jq)
check_packages=(shellcheck)

# Any compiler does: the one that CXX names, else what is installed, else g++.
[ -n "${CXX-}" ] || command -v g++ >/dev/null || command -v clang++ >/dev/null || build_packages+=(g++)

# So does any server of a version that harness/backend/embedded/postgres_binaries.hpp takes, else the distribution's.
has_postgresql() {
  local bin
  command -v postgres >/dev/null && command -v initdb >/dev/null && return
  for bin in "${POSTGRESQL_VERSIONS:-/usr/lib/postgresql}"/1[4-8]/bin; do
    [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] && return
  done
  false
}
has_postgresql || run_packages+=(postgresql)

missing_packages() {
  local package
  for package; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
      'install ok installed') ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

# Installs them: as root, or through sudo where that asks for nothing; else says the one command to run.
install_packages() {
  local become=() log
  if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then
      become=(sudo)
    else
      printf 'pgreach needs packages that are not installed. Run:\n  sudo apt-get install -y --no-install-recommends %s\n' "$*" >&2
      exit 3
    fi
  fi
  printf 'installing %d packages\n' $# >&2
  log=$(mktemp)
  if ! { "${become[@]}" apt-get update && "${become[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    printf 'could not install: %s\n' "$*" >&2
    ! grep -q 'Unable to locate package' "$log" || ! grep -qsx 'ID=ubuntu' /etc/os-release ||
      echo 'On Ubuntu most of them are in the component universe: sudo add-apt-repository -y universe' >&2
    rm -f "$log"
    exit 3
  fi
  rm -f "$log"
}

# need_packages PACKAGE…: installs what is missing. Elsewhere than on Debian and its like CMake says what it does not find.
need_packages() {
  local missing
  command -v dpkg-query >/dev/null || return 0
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# The same for packages that not every release has: those that this one lacks are left out.
need_packages_if_offered() {
  local package offered=()
  command -v apt-cache >/dev/null || return 0
  for package; do
    if [[ $(apt-cache policy "$package" 2>/dev/null) =~ Candidate:\ [0-9] ]]; then offered+=("$package"); fi
  done
  need_packages "${offered[@]}"
}

# What was built where this checkout was before it was moved or copied counts for nothing, nor what another compiler built
# than CXX names now.
built_otherwise() { # PRESET
  local cache=build/$1/CMakeCache.txt
  grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache" || return 0
  [ -n "${CXX-}" ] && [ "$(compiler_of "$1")" != "$(type -P "$CXX")" ]
}
compiler_of() { sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "build/$1/CMakeCache.txt"; } # PRESET

# What ccache must overlook to keep what was compiled with precompiled headers.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}

# configure PRESET [CMAKE OPTION…]: only where it has not been done with these options.
configure() {
  local preset=$1 stamp=build/$1/.configured want
  shift
  ! built_otherwise "$preset" || rm -rf "build/$preset"
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
    ninja -C "build/$preset" -j "$(nproc)" --quiet "$@" >&2
  else
    quietly ninja -C "build/$preset" -j "$(nproc)" "$@"
  fi
}
