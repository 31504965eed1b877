# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/AddTest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/FixtureRepeats.cmake")

#[===[.rst:
.. command:: parallel_add_postgresql_server

  Provides a private PostgreSQL server in each run to the tests marked
  ``fixture:<name>``::

    parallel_add_postgresql_server(NAME <name>
      [VERSION <major>]
      [DATABASE worker|test|shared]
      [EXTENSIONS <extension>...]
      [SQL <file>...]
    )

  CTest starts the server before the first of these tests and stops it after the
  last. It listens on a Unix socket that only the user can reach, and on a
  reserved port of 127.0.0.1 with a password. It keeps nothing: its files are in
  memory if there is room. ``connection_settings::from_environment()`` finds it;
  clients that cannot use the socket take ``over_tcp()`` of these settings. If
  ``DATABASE_URL``, ``PGHOST``, ``PGHOSTADDR`` or ``PGSERVICE`` is set, tests use
  that server instead. The next start removes what a killed run left behind.

  An unmodified program also finds the server: tests marked ``fixture:<name>``
  have ``PGHOST``, ``PGPORT``, ``PGUSER``, ``PGPASSWORD``, ``PGPASSFILE``,
  ``PGDATABASE`` and ``DATABASE_URL``; all of them except ``PGPASSFILE`` also
  for a server that existed before. With several servers, the first one in the
  markers applies.

  ``DATABASE``
    Which database those variables name. ``worker``: one for each worker; the
    next test of the worker finds it as the last one left it. ``test``: a new one
    for each test. ``shared``: that of the server, for all tests. A test that is
    also marked ``database`` has a new one, and a test marked
    ``database:<name>`` has the database of that name. Cases that share a process
    share the database. Default: ``worker``.
  ``VERSION``
    Major version of the server. Default: the newest that is installed.
  ``EXTENSIONS``
    Extensions that all databases have. Default: none.
  ``SQL``
    Files that are run in the database ``postgres`` and in ``template1``, the
    template of new databases. On a server that existed before, they are run in
    its database on each start. Default: none.

  The function needs the component ``postgresql`` of the package.

  ``parallel_postgresql_server()`` is the old name of this function. Release 0.2
  removes it.

  .. code-block:: cmake

    parallel_add_postgresql_server(NAME pg EXTENSIONS pgcrypto)
    parallel_discover_tests(orders_test MARKERS fixture:pg)
#]===]
foreach(
  function IN ITEMS parallel_add_postgresql_server parallel_postgresql_server
)
  function(${function})
    set(policy "")
    if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.5)
      cmake_policy(GET CMP0224 policy PARENT_SCOPE)
    endif()
    _parallel_begin_call(0 "" LISTS "" "DATABASE;NAME;VERSION" "EXTENSIONS;SQL")
    _parallel_require_arguments("${call}" NAME)
    if(NOT arg_NAME MATCHES "^[A-Za-z0-9_.-]+$")
      message(FATAL_ERROR
        "${call}: NAME must have 1 to 100 of A-Z a-z 0-9 _ . -, as in fixture:pg")
    endif()
    if(arg_VERSION AND NOT arg_VERSION MATCHES "^[1-9][0-9]?$")
      message(FATAL_ERROR
        "${call}: VERSION '${arg_VERSION}' is not a major version: write 15")
    endif()
    _parallel_require_choice("${call}" DATABASE worker test shared)
    if(NOT TARGET ParallelTesting::postgresql_server)
      message(FATAL_ERROR
        "${call}: the target ParallelTesting::postgresql_server is missing\n"
        "  installed package: "
        "find_package(ParallelTesting COMPONENTS postgresql)\n"
        "  added tree: install libpq (Debian: libpq-dev) and configure again"
      )
    endif()

    set(options "")
    if(arg_VERSION)
      list(APPEND options --version "${arg_VERSION}")
    endif()
    if(arg_DATABASE)
      list(APPEND options --scope "${arg_DATABASE}")
    endif()
    foreach(extension IN LISTS arg_EXTENSIONS)
      list(APPEND options --extension "${extension}")
    endforeach()
    foreach(file IN LISTS arg_SQL)
      cmake_path(ABSOLUTE_PATH file)
      if(NOT EXISTS "${file}")
        message(FATAL_ERROR "${call}: the SQL file '${file}' does not exist")
      endif()
      list(APPEND options --sql "${file}")
    endforeach()
    set(repeats "")
    _parallel_repeat_fixtures(repeats "${policy}")
    foreach(action IN ITEMS start stop)
      set(role FIXTURES_SETUP)
      if(action STREQUAL "stop")
        set(role FIXTURES_CLEANUP)
        set(options "")
      endif()
      parallel_add_test(
        NAME "${arg_NAME}.${action}"
        COMMAND
          ParallelTesting::postgresql_server ${action} --name "${arg_NAME}"
          ${options}
        LAUNCHER OFF
        MARKERS timeout:120
        PROPERTIES ${role} "${arg_NAME}" ${repeats}
      )
    endforeach()
  endfunction()
endforeach()
