# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_consumer("add_subdirectory(\"${project_source}\" parallel_testing)")
file(APPEND "${source}/tests/CMakeLists.txt" [[
add_library(uses_sqlite OBJECT uses_sqlite.cpp)
target_link_libraries(uses_sqlite PRIVATE ParallelTesting::sqlite)
add_library(uses_postgresql OBJECT uses_postgresql.cpp)
target_link_libraries(uses_postgresql PRIVATE ParallelTesting::postgresql)
]])
file(WRITE "${source}/tests/uses_sqlite.cpp"
  "#include <parallel_testing/sqlite.hpp>\n")
file(WRITE "${source}/tests/uses_postgresql.cpp"
  "#include <parallel_testing/postgresql.hpp>\n")

# Where it is not needed its absence disturbs nobody.
configure(
  OPTIONS -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON
    -DCMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON
)
# The object alone: the target also builds the libraries that it links.
set(objects tests/CMakeFiles)
build(READ
  TARGET ${objects}/uses_postgresql.dir/uses_postgresql.cpp.o RESULT fails)
expect_text("${output}"
  "ParallelTesting::postgresql needs libpq, which CMake did not find: install libpq-dev")
build(READ TARGET ${objects}/uses_sqlite.dir/uses_sqlite.cpp.o RESULT fails)
expect_text("${output}"
  "ParallelTesting::sqlite needs SQLite3, which CMake did not find: install libsqlite3-dev")
