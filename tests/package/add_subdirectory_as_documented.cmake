# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The block of the documents, with a copy where it expects one.
include("${CMAKE_CURRENT_LIST_DIR}/documented.cmake")

publish_sources("${source}/third_party/ParallelTesting")
adopt(08_add_subdirectory)
