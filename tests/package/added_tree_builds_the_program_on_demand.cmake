# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The packages of the program are looked for when it is built, not before. Only
# its compiler and linker are fakes, which write what the real ones would name.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_consumer("add_subdirectory(\"${project_source}\" parallel_testing)")
file(APPEND "${source}/CMakeLists.txt"
  "add_custom_target(ask COMMAND ParallelTesting::tool --version)\n")
set(fake "${work}/fake")
file(WRITE "${fake}" [[#!/bin/sh
# <fake> <compiler> <arguments>: sources that CMake tries are really compiled.
case " $* " in
*/CMakeFiles/CMakeScratch/* | *CMakeTmp*) exec "$@" ;;
esac
while [ $# -gt 1 ]; do
  if [ "$1" = -o ]; then out=$2; fi
  shift
done
case $out in
*.o) cp "$0.o" "$out" ;;
*) printf '#!/bin/sh\necho "fake: $*"\n' >"$out" && chmod +x "$out" ;;
esac
]])
file(WRITE "${fake}.cpp" "static int nothing;\n")
run(COMMAND "${compiler_path}" -w -c -o "${fake}.o" "${fake}.cpp")
file(CHMOD "${fake}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

configure(
  OPTIONS "-DCMAKE_CXX_COMPILER_LAUNCHER=${fake}"
    "-DCMAKE_CXX_LINKER_LAUNCHER=${fake}"
)
file(STRINGS "${build}/CMakeCache.txt" looked_for REGEX "^(CLI11|pugixml)_DIR")
if(looked_for)
  message(FATAL_ERROR "packages of the program were looked for: ${looked_for}")
endif()
build(READ TARGET parallel-testing)
expect_text("${output}" "parallel-testing: ${build}/parallel_testing/tools/on_demand/build/tools/app/parallel-testing")
# What uses the program has it built.
build(TARGET ask)
expect_stdout([[
fake: --version
loading initial cache file <build>/parallel_testing/tools/on_demand/settings.cmake
parallel-testing: <build>/parallel_testing/tools/on_demand/build/tools/app/parallel-testing
]])
