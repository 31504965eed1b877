# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# shellcheck shell=sh
# Sourced by demo.sh and check.sh: installs the system packages that they need
# and that are missing, and reports what it installs.
#
#   setup_packages "$demo_packages"   # exits with 3 if a package is unavailable
#   setup_optional_packages "$check_optional_packages"   # only reports that
#   setup_cmake <folder>              # puts CMake 3.25 or newer on PATH

# shellcheck disable=SC2034 # read by the scripts that source this one
demo_packages="g++ ninja-build libgtest-dev catch2 libfmt-dev libsqlite3-dev"
# shellcheck disable=SC2034
check_packages="$demo_packages git make libgmock-dev nlohmann-json3-dev
  libcli11-dev libpugixml-dev libarchive-dev libdw-dev clang clang-format-14 clang-tidy-14 libbenchmark-dev
  doctest-dev libboost-test-dev libpq-dev postgresql python3-yaml gcovr llvm lld
  ccache"

# Tests that need one of these are skipped without it, and report that.
# shellcheck disable=SC2034
check_optional_packages="chromium slurmctld slurmd slurm-client
  slurm-wlm-basic-plugins openmpi-bin libopenmpi-dev mpich libmpich-dev
  pkgconf libxml2-utils dpkg-dev fish zsh"

setup_report() {
  printf '%s\n' "setup: $*" >&2
}

setup_fail() {
  setup_report "$@"
  exit 3
}

setup_has_package() {
  dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null |
    grep -q '^install ok installed$'
}

setup_as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

setup_install() {
  if [ "$(id -u)" -eq 0 ]; then
    setup_report "installing with apt-get: $*"
  elif command -v sudo >/dev/null; then
    setup_report "installing with sudo apt-get: $*"
  else
    setup_fail "these packages are missing: $*; install them as root"
  fi
  # On a fresh system the package lists are empty, on an old one outdated.
  setup_as_root apt-get update -qq ||
    setup_report "apt-get update failed; using the existing package lists"
  setup_as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2 ||
    setup_fail "apt-get could not install them; see its message above"
}

setup_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    setup_report "there is no apt-get; install the equivalents of: $1"
    return 0
  fi
  missing=
  for package in $1; do
    setup_has_package "$package" || missing="$missing $package"
  done
  # shellcheck disable=SC2086 # a list of words
  [ -z "$missing" ] || setup_install $missing
}

# Runs a command that installs packages, whose daemons do not start meanwhile:
# those of Slurm have no configuration, and would fail.
setup_without_daemons() {
  policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then
    ("$@")
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | setup_as_root tee "$policy" >/dev/null
  setup_as_root chmod 755 "$policy"
  status=0
  ("$@") || status=$?
  setup_as_root rm -f "$policy"
  return "$status"
}

# Reports a package that is unavailable, and continues.
setup_optional_packages() {
  command -v apt-get >/dev/null || return 0
  for package in $1; do
    if setup_has_package "$package"; then
      continue
    elif ! apt-cache policy "$package" 2>/dev/null |
      grep -q '^ *Candidate: *[0-9]'; then
      setup_report "there is no package '$package'; the tests that use it are skipped"
    elif ! setup_without_daemons setup_install "$package"; then
      setup_report "'$package' cannot be installed; the tests that use it are skipped"
    fi
  done
}

setup_cmake_is_new_enough() {
  command -v cmake >/dev/null || return 1
  version=$(cmake --version | sed -n '1s/[^0-9]*\([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  [ "${version% *}" -gt 3 ] ||
    { [ "${version% *}" -eq 3 ] && [ "${version#* }" -ge 25 ]; }
}

setup_cmake_candidate_is_new_enough() {
  candidate=$(apt-cache policy cmake 2>/dev/null |
    sed -n 's/^ *Candidate: //p')
  [ -n "$candidate" ] && dpkg --compare-versions "$candidate" ge 3.25
}

# Ubuntu 22.04 has CMake 3.22; there, a private CMake comes from PyPI.
setup_cmake() {
  setup_cmake_is_new_enough && return 0
  if command -v apt-get >/dev/null; then
    setup_cmake_candidate_is_new_enough || setup_as_root apt-get update -qq
    if setup_cmake_candidate_is_new_enough; then
      setup_install cmake
      return 0
    fi
    setup_packages python3-venv
  fi
  setup_report "there is no package of CMake 3.25 or newer; installing it into $1"
  if [ ! -x "$1/bin/cmake" ]; then
    { python3 -m venv "$1" && "$1/bin/pip" install -q 'cmake>=3.25,<4'; } ||
      setup_fail "CMake 3.25 or newer is required; see https://cmake.org/download"
  fi
  PATH=$1/bin:$PATH
  export PATH
}
