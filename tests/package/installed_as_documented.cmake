# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The commands and the block of the documents. The program is left out by a
# setting of the compiler that the commands inherit: it takes minutes.
include("${CMAKE_CURRENT_LIST_DIR}/documented.cmake")

publish_sources("${home}/ParallelTesting")
file(APPEND "${toolchain}"
  "set(PARALLEL_TESTING_BUILD_TOOLS OFF CACHE BOOL \"\")\n")
run(READ COMMAND sh "${project_source}/examples/00_smallest/install.sh")
adopt(00_smallest "-DCMAKE_PREFIX_PATH=${home}/.local")
