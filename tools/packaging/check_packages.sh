#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds the packages and checks them as a user would meet them: lintian finds no
# error, they install into a clean Debian (debootstrap), and the smallest example
# builds and passes there, with CMake and with pkg-config. The archive (TGZ) is
# unpacked and found by CMake.
#
#   sh tools/packaging/check_packages.sh     # as root, on Debian or Ubuntu
#   sh tools/packaging/check_packages.sh <directory>   # with packages from there
#
# The clean system is kept in build/packages/chroot, to be copied the next time.
# Exit codes: 0 success, 1 a check failed, 3 something is missing.
set -eu

source_folder=$(cd "$(dirname "$0")/../.." && pwd)
cd "$source_folder"
# shellcheck source=tools/setup.sh
. tools/setup.sh

say() {
  printf '%s\n' "check_packages: $*"
}
fail() {
  say "$*" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || setup_fail "run it as root: debootstrap needs it"
setup_packages "g++ ninja-build libfmt-dev nlohmann-json3-dev libcli11-dev
  libpugixml-dev libarchive-dev libdw-dev libsqlite3-dev libgtest-dev dpkg-dev
  lintian debootstrap gzip"
setup_cmake "$source_folder/build/packages/cmake"

build=$source_folder/build/package
if [ $# -gt 0 ]; then
  build=$(cd "$1" && pwd)
else
  say "building the packages"
  rm -f "$build"/*.deb "$build"/*.tar.gz
  cmake --workflow --preset package >"$source_folder/build/package.log" 2>&1 || {
    tail -n 30 "$source_folder/build/package.log"
    fail "the packages cannot be built"
  }
fi
ls "$build"/libparallel-testing-dev_*.deb "$build"/parallel-testing_*.deb \
  "$build"/parallel-testing-*.tar.gz >/dev/null

lintian --allow-root --fail-on error "$build"/*.deb ||
  fail "lintian reports errors"
say "lintian reports no error"

# A clean system, and a copy of it that is thrown away.
chroots=$source_folder/build/packages/chroot
base=$chroots/base
root=$chroots/clean
if [ ! -e "$chroots/complete" ]; then
  rm -rf "$chroots"
  mkdir -p "$chroots"
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # shellcheck disable=SC2016 # apt-get replaces it
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    head -n 1)
  say "making a clean $codename"
  debootstrap --variant=minbase "$codename" "$base" "$mirror" \
    >"$chroots/log" 2>&1 || {
    tail -n 5 "$chroots/log"
    setup_fail "debootstrap failed"
  }
  : >"$chroots/complete"
fi
rm -rf "$root"
cp -a "$base" "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/packages"
cp "$build"/*.deb "$root/packages"
cp -r examples/00_smallest "$root/smallest"

cat >"$root/check.sh" <<'CHECK'
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
apt-get update -qq
apt-get install -y -qq --no-install-recommends /packages/*.deb >/install.log 2>&1 || {
  tail -n 20 /install.log
  exit 1
}
parallel-testing --version
# Not before: what the packages need, they must have brought.
apt-get install -y -qq --no-install-recommends \
  g++ cmake ninja-build libgtest-dev pkgconf bash >/install.log 2>&1
cd /smallest
cmake -S . -B build -G Ninja
cmake --build build
ctest --test-dir build -j 8 --output-on-failure
parallel-testing run build
parallel-testing audit build
# Without CMake.
adapters=$(pkg-config --variable=adapters parallel-testing)
g++ -std=c++17 -o by_pkg_config orders_test.cpp \
  "$adapters/googletest_adapter.cpp" \
  $(pkg-config --cflags --libs parallel-testing) -lgtest -lgtest_main
./by_pkg_config
bash -c '. /usr/share/bash-completion/completions/parallel-testing
  complete -p parallel-testing'
test -e /usr/share/man/man1/parallel-testing.1.gz ||
  grep -q path-exclude /etc/dpkg/dpkg.cfg.d/*
apt-get purge -y -qq libparallel-testing-dev parallel-testing >/install.log 2>&1
[ -z "$(find /usr/bin /usr/lib /usr/libexec /usr/include /usr/share \
  -iname '*parallel*testing*')" ]
CHECK
say "installing into the clean system, and building the smallest example there"
# shellcheck disable=SC2016 # the inner shell replaces it
unshare --mount sh -c '
  mount -t proc proc "$0/proc"
  exec chroot "$0" sh /check.sh
' "$root" >"$chroots/check.log" 2>&1 || {
  cat "$chroots/check.log"
  fail "the packages do not work in a clean system"
}
say "the smallest example passes in a clean system"
rm -rf "$root"

say "building the smallest example with the archive"
unpacked=$source_folder/build/packages/unpacked
rm -rf "$unpacked"
mkdir -p "$unpacked"
tar -xf "$build"/parallel-testing-*.tar.gz -C "$unpacked"
prefix=$(echo "$unpacked"/*)
{ cmake -S examples/00_smallest -B "$unpacked/build" -G Ninja \
  -DCMAKE_PREFIX_PATH="$prefix" &&
  cmake --build "$unpacked/build" &&
  "$prefix/bin/parallel-testing" run "$unpacked/build"; } \
  >"$source_folder/build/package.log" 2>&1 || {
  tail -n 30 "$source_folder/build/package.log"
  fail "the smallest example fails with the archive"
}
say "all checks passed"
