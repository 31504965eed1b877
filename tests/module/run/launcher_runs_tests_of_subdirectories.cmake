# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  foreach(name IN ITEMS one two)
    file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/${name}/CMakeLists.txt"
      "parallel_add_test(NAME same COMMAND env MARKERS lock:${name})\n"
      "parallel_add_test(NAME ${name} COMMAND env MARKERS lock:${name})\n"
    )
    add_subdirectory(${name})
  endforeach()
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/plain/CMakeLists.txt"
    "add_test(NAME same COMMAND env)\n")
  add_subdirectory(plain)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
# A launcher for each that asked for one, although others have their names.
function(expect_launched directory count)
  run(COMMAND "${CMAKE_CTEST_COMMAND}" -V DIRECTORY "${directory}")
  string(REGEX MATCHALL "PARALLEL_TESTING_SUPERVISED" found "${output}")
  list(LENGTH found launched)
  expect_equal(${launched} ${count})
endfunction()

expect_launched("${build}" 4)
expect_launched("${build}/one" 2)
expect_launched("${build}/plain" 0)
