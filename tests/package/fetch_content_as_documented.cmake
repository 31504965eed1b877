# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The block of the documents, with a clone where it expects one.
include("${CMAKE_CURRENT_LIST_DIR}/documented.cmake")

find_program(git git REQUIRED)
publish_sources("${home}/ParallelTesting")
foreach(arguments IN ITEMS "init;-q;-b;main" "add;." "commit;-q;-m;all")
  run(
    COMMAND
      "${git}" -c user.name=any -c user.email=any@localhost
      -C "${home}/ParallelTesting" ${arguments}
  )
endforeach()
adopt(07_fetch_content)
