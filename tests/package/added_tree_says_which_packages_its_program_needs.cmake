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
build(TARGET parallel-testing RESULT fails)
expect_stdout([[
loading initial cache file <build>/parallel_testing/tools/on_demand/settings.cmake
CMake Error at tools/CMakeLists.txt:4 (include):
  The program parallel-testing needs packages that CMake does not find

    missing: CLI11 pugixml
    remedy: apt-get install libcli11-dev libpugixml-dev (Debian, Ubuntu), or put them on CMAKE_PREFIX_PATH; tests are registered and run without the program, with PARALLEL_TESTING_BUILD_TOOLS=OFF
]])
