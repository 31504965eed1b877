# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GLOBAL, because whoever links the static library links SQLite, too.
find_package(SQLite3 QUIET GLOBAL)
# Before CMake 4.3, which warns of it, the target had another name. An alias
# would be exported under that name.
if(TARGET SQLite::SQLite3 AND NOT TARGET SQLite3::SQLite3)
  add_library(SQLite3::SQLite3 INTERFACE IMPORTED GLOBAL)
  target_link_libraries(SQLite3::SQLite3 INTERFACE SQLite::SQLite3)
endif()
if(TARGET SQLite3::SQLite3)
  add_library(
    parallel_testing_sqlite
    STATIC
    src/sqlite/connection.cpp
    src/sqlite/copy.cpp
    src/sqlite/databases.cpp
    src/sqlite/transaction_session.cpp
    src/sqlite/transaction_words.cpp
  )
  target_link_libraries(parallel_testing_sqlite PRIVATE SQLite3::SQLite3)
else()
  add_library(parallel_testing_sqlite INTERFACE)
endif()
_parallel_testing_add_component(
  sqlite
  "${SQLite3_FOUND}"
  include/parallel_testing/sqlite.hpp
)
