# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_consumer("add_subdirectory(\"${project_source}\" parallel_testing)")
configure(OPTIONS -DCLI11_DIR=/nowhere)
load_tests()
expect_tests(orders_test_NOT_BUILT smoke)

set(nowhere "${work}/nowhere")
foreach(package IN ITEMS CLI11 pugixml)
  file(WRITE "${nowhere}/${package}/${package}Config.cmake"
    "set(${package}_FOUND FALSE)\n")
endforeach()
configure(
  OPTIONS "-DCLI11_DIR=${nowhere}/CLI11" "-Dpugixml_DIR=${nowhere}/pugixml"
)
run(
  COMMAND sh -c "exec \"$@\" 2>&1" sh
    "${CMAKE_COMMAND}" --build "${build}" --target parallel-testing
  RESULT fails
  STDOUT "The program parallel-testing needs packages that CMake does not find

    missing: CLI11 pugixml
    remedy: apt-get install libcli11-dev libpugixml-dev"
)
