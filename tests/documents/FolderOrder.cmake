# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Dependencies between folders go one way: a file includes files of its own
# folder and of those above it in these lists. ROOT is the source tree.
cmake_policy(VERSION 3.25...4.0)

# Each folder may use those before it.
set(order_of_lib/src
  base
  stacks
  state
  events
  observed
  markers
  locks
  verdicts
  ranks
  discovery
  frameworks
  process
  user
  isolation
  shared_process
  adapters
  sqlite
  postgresql/client
  postgresql/server
)
set(order_of_tools
  base
  cli
  manuals
  events
  observed
  history
  ctest
  results
  results/writers
  trends
  division
  cluster
  discovered
  archive
  sharing/uses
  sharing
  remedies
  adopt
  commands
  commands/archive
  commands/run/guards
  commands/run/watch
  commands/run/slurm
  commands/run
  commands/suggest/watch
  commands/suggest
  commands/adopt
  commands/audit
  commands/coverage/data
  commands/coverage/readers
  commands/coverage
  commands/report
  commands/debug
  commands/explain
  commands/stress
  commands/verify
  commands/merge
  commands/shard
  commands/clean
  commands/shim
  app/on_demand
  app
)
# The folder "." has the program and its first duty.
set(order_of_lib/launcher cores ranks observe/names observe/meaning observe .)
set(order_of_lib/stacks .)
set(order_of_lib/crashes .)
set(order_of_lib/clock .)
# The folder "." has the public functions.
set(order_of_cmake/ParallelTesting
  pure
  discover/frameworks
  discover/frameworks/googletest
  discover/frameworks/catch2
  discover/frameworks/doctest
  discover/frameworks/boost_test
  discover
  ctest
  configure
  .
)
# The launcher may use all of lib/src; of the tools, each uses only these.
set(
  shared_with_tools
  base stacks state events observed markers discovery frameworks
)
list(TRANSFORM shared_with_tools PREPEND lib/src/)
# What a folder may hold, in source files.
set(most_sources 15)

set(problems "")

# Adds a problem when the file `file` of the folder `from` uses one of `to`.
macro(check_use top from to file)
  list(FIND order_of_${top} "${from}" from_at)
  list(FIND order_of_${top} "${to}" to_at)
  if(from_at EQUAL -1)
    string(APPEND problems
      "${top}/${file}: the folder '${from}' is not in the list; add it to "
      "tests/documents/FolderOrder.cmake, after the folders that it uses\n"
    )
  elseif(to_at GREATER from_at)
    string(APPEND problems
      "${top}/${file}: '${from}' uses '${to}', which comes after it in "
      "tests/documents/FolderOrder.cmake; move what is used, or turn the "
      "dependency round\n"
    )
  endif()
endmacro()

# Reads the #include lines of the sources below `top`.
function(check_sources top)
  file(GLOB_RECURSE files RELATIVE "${ROOT}/${top}"
    "${ROOT}/${top}/*.cpp" "${ROOT}/${top}/*.hpp")
  list(LENGTH files count)
  if(count EQUAL 0)
    string(APPEND problems "${top}: there are no sources\n")
  endif()
  foreach(file IN LISTS files)
    cmake_path(GET file PARENT_PATH from)
    if(from STREQUAL "")
      if(NOT "." IN_LIST order_of_${top})
        string(APPEND problems "${top}/${file}: belongs into a folder\n")
        continue()
      endif()
      set(from .)
    endif()
    file(STRINGS "${ROOT}/${top}/${file}" lines REGEX "^#include \"[^\"]+\"")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" used "${line}")
      if(EXISTS "${ROOT}/${top}/${used}")
        cmake_path(GET used PARENT_PATH to)
        if(to STREQUAL "")
          set(to .)
        endif()
        check_use("${top}" "${from}" "${to}" "${file}")
      endif()
    endforeach()
  endforeach()
  foreach(folder IN LISTS order_of_${top})
    if(EXISTS "${ROOT}/${top}/${folder}" AND
       NOT EXISTS "${ROOT}/${top}/${folder}/README.md")
      string(APPEND problems
        "${top}/${folder}: README.md is missing; it says what belongs here, "
        "what it may use and where to start reading\n"
      )
    endif()
    file(GLOB sources "${ROOT}/${top}/${folder}/*.cpp")
    list(LENGTH sources count)
    if(count GREATER most_sources)
      string(APPEND problems
        "${top}/${folder}: has ${count} sources, more than ${most_sources}; "
        "split it by subject\n"
      )
    endif()
  endforeach()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

# Reads the include() commands of the modules below `top`.
function(check_modules top)
  file(GLOB_RECURSE files RELATIVE "${ROOT}/${top}" "${ROOT}/${top}/*.cmake")
  foreach(file IN LISTS files)
    cmake_path(GET file PARENT_PATH from)
    set(base "${ROOT}/${top}/${from}")
    if(from STREQUAL "")
      set(from .)
    endif()
    file(STRINGS "${ROOT}/${top}/${file}" lines REGEX "include\\(.*LIST_DIR}/")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE ".*LIST_DIR}/([^\"]+)\".*" "\\1" used "${line}")
      cmake_path(ABSOLUTE_PATH used BASE_DIRECTORY "${base}" NORMALIZE)
      cmake_path(RELATIVE_PATH used BASE_DIRECTORY "${ROOT}/${top}")
      if(EXISTS "${ROOT}/${top}/${used}")
        cmake_path(GET used PARENT_PATH to)
        if(to STREQUAL "")
          set(to .)
        endif()
        check_use("${top}" "${from}" "${to}" "${file}")
      endif()
    endforeach()
  endforeach()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

# Reads the #include lines of the tools that name a file of lib/src. They name
# it from the root, as both have folders of one name. A folder uses only what
# is in shared_with_tools, and its README.md names it.
function(check_uses_of_library)
  file(GLOB_RECURSE files RELATIVE "${ROOT}/tools"
    "${ROOT}/tools/*.cpp" "${ROOT}/tools/*.hpp")
  foreach(file IN LISTS files)
    cmake_path(GET file PARENT_PATH from)
    set(guide "")
    if(EXISTS "${ROOT}/tools/${from}/README.md")
      file(READ "${ROOT}/tools/${from}/README.md" guide)
    endif()
    file(STRINGS "${ROOT}/tools/${file}" lines REGEX "^#include \"[^\"]+\"")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" used "${line}")
      if(EXISTS "${ROOT}/lib/src/${used}" AND NOT EXISTS "${ROOT}/tools/${used}")
        string(APPEND problems
          "tools/${file}: includes ${used}, which does not tell whose it is; "
          "write lib/src/${used}\n"
        )
        continue()
      endif()
      if(NOT used MATCHES "^(lib/src/.*)/[^/]+$")
        continue()
      endif()
      set(to "${CMAKE_MATCH_1}")
      if(NOT to IN_LIST shared_with_tools)
        string(APPEND problems
          "tools/${file}: uses ${to}, which is not among shared_with_tools in "
          "tests/documents/FolderOrder.cmake\n"
        )
      endif()
      string(FIND "${guide}" "`${to}`" at)
      if(at EQUAL -1)
        string(APPEND problems
          "tools/${from}/README.md: does not name `${to}`, which ${file} uses\n"
        )
      endif()
    endforeach()
  endforeach()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

# The library includes nothing of the launcher, which is built from it.
function(check_library_uses_no_launcher)
  file(GLOB_RECURSE files RELATIVE "${ROOT}"
    "${ROOT}/lib/src/*.cpp" "${ROOT}/lib/src/*.hpp")
  foreach(file IN LISTS files)
    file(STRINGS "${ROOT}/${file}" lines REGEX "^#include \"[^\"]+\"")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" used "${line}")
      if(EXISTS "${ROOT}/lib/launcher/${used}")
        string(APPEND problems "${file}: uses lib/launcher/${used}\n")
      endif()
    endforeach()
  endforeach()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

check_sources(lib/src)
check_sources(lib/launcher)
check_sources(lib/stacks)
check_sources(lib/crashes)
check_sources(lib/clock)
check_library_uses_no_launcher()
check_uses_of_library()
check_sources(tools)
check_modules(cmake/ParallelTesting)

# A header of lib/src with the path of one of the tools would be hidden from
# the headers of lib/src that tools include.
file(GLOB_RECURSE headers RELATIVE "${ROOT}/lib/src" "${ROOT}/lib/src/*.hpp")
foreach(header IN LISTS headers)
  if(EXISTS "${ROOT}/tools/${header}")
    string(APPEND problems "lib/src and tools both have ${header}\n")
  endif()
endforeach()

if(NOT problems STREQUAL "")
  message(FATAL_ERROR "${problems}")
endif()
