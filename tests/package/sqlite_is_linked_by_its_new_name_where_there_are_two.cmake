# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# CMake 4.3 has two targets of SQLite, and warns each time a target links the
# one with the old name, also if a package that another CMake installed does so.
# The module of CMake 4.3 is imitated, so that every CMake can warn.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

file(WRITE "${work}/modules/FindSQLite3.cmake" [[
set(SQLite3_FOUND TRUE)
foreach(name IN ITEMS SQLite3 SQLite)
  if(NOT TARGET ${name}::SQLite3)
    add_library(${name}::SQLite3 INTERFACE IMPORTED)
  endif()
endforeach()
set_target_properties(SQLite::SQLite3 PROPERTIES DEPRECATION "use SQLite3")
]])

function(configure_user entry)
  file(REMOVE_RECURSE "${source}" "${build}")
  write_project("
${entry}
add_library(uses_sqlite OBJECT uses_sqlite.cpp)
target_link_libraries(uses_sqlite PRIVATE ParallelTesting::sqlite)
")
  file(WRITE "${source}/uses_sqlite.cpp" "")
  configure(OPTIONS "-DCMAKE_MODULE_PATH=${work}/modules"
    "-DCMAKE_PREFIX_PATH=${installed}")
endfunction()

configure_user("add_subdirectory(\"${project_source}\" parallel_testing)")
configure_user("find_package(ParallelTesting REQUIRED COMPONENTS sqlite)")
