# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# GLOBAL, because whoever links the static library links libpq, too.
find_package(PostgreSQL QUIET GLOBAL)
if(TARGET PostgreSQL::PostgreSQL)
  add_library(
    parallel_testing_postgresql
    STATIC
    src/postgresql/client/connection.cpp
    src/postgresql/client/databases.cpp
    src/postgresql/client/leftovers.cpp
    src/postgresql/client/objects.cpp
    src/postgresql/client/ownership.cpp
    src/postgresql/client/ready.cpp
    src/postgresql/client/server_file.cpp
    src/postgresql/client/settings.cpp
    src/postgresql/client/template_database.cpp
    src/postgresql/client/template_uses.cpp
    src/postgresql/client/test_database.cpp
    src/postgresql/client/transaction_session.cpp
    src/postgresql/server/server.cpp
    src/postgresql/server/server_registry.cpp
  )
  target_link_libraries(
    parallel_testing_postgresql
    PRIVATE PostgreSQL::PostgreSQL
  )
else()
  add_library(parallel_testing_postgresql INTERFACE)
endif()
_parallel_testing_add_component(
  postgresql
  "${PostgreSQL_FOUND}"
  include/parallel_testing/postgresql.hpp
  include/parallel_testing/postgresql/connection.hpp
  include/parallel_testing/postgresql/databases.hpp
  include/parallel_testing/postgresql/leftovers.hpp
  include/parallel_testing/postgresql/ready.hpp
  include/parallel_testing/postgresql/session.hpp
)

# The fixture of parallel_add_postgresql_server().
if(TARGET PostgreSQL::PostgreSQL)
  add_executable(
    parallel_testing_postgresql_server
    src/postgresql/server/server_main.cpp
  )
  add_executable(
    ParallelTesting::postgresql_server
    ALIAS
    parallel_testing_postgresql_server
  )
  set_target_properties(
    parallel_testing_postgresql_server
    PROPERTIES
      EXPORT_NAME postgresql_server
      OUTPUT_NAME parallel-testing-postgresql
  )
  target_compile_features(
    parallel_testing_postgresql_server
    PRIVATE cxx_std_17
  )
  target_include_directories(parallel_testing_postgresql_server PRIVATE src)
  target_include_directories(
    parallel_testing_postgresql_server
    SYSTEM
    PRIVATE ${_parallel_testing_fmt_include}
  )
  target_link_libraries(
    parallel_testing_postgresql_server
    PRIVATE ParallelTesting::postgresql
  )
  if(PARALLEL_TESTING_INSTALL)
    install(
      TARGETS parallel_testing_postgresql_server
      EXPORT ParallelTesting_postgresql
      RUNTIME COMPONENT ParallelTesting_programs
    )
    include(GNUInstallDirs)
    install(
      FILES src/postgresql/server/parallel-testing-postgresql.1
      DESTINATION "${CMAKE_INSTALL_MANDIR}/man1"
      COMPONENT ParallelTesting_programs
    )
  endif()
endif()
