# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The programs, whatever the build type: those of a debug build are six times
# as large as they need be.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

install_package("${work}/installed")
find_program(readelf NAMES readelf llvm-readelf REQUIRED)

set(programs "")
file(GLOB_RECURSE files LIST_DIRECTORIES FALSE "${work}/installed/*")
foreach(file IN LISTS files)
  file(READ "${file}" magic LIMIT 4 HEX)
  if(magic STREQUAL "7f454c46" AND NOT IS_SYMLINK "${file}")
    list(APPEND programs "${file}")
  endif()
endforeach()
foreach(name IN ITEMS parallel-testing parallel-testing-launcher)
  set(found "${programs}")
  list(FILTER found INCLUDE REGEX "/${name}$")
  if(found STREQUAL "")
    message(FATAL_ERROR "${name} is not installed: ${programs}")
  endif()
endforeach()
foreach(program IN LISTS programs)
  execute_process(
    COMMAND "${readelf}" -S -W "${program}"
    OUTPUT_VARIABLE sections
    COMMAND_ERROR_IS_FATAL ANY
  )
  if(sections MATCHES "[.](debug_[a-z]+|symtab)")
    message(FATAL_ERROR "${program} has the section ${CMAKE_MATCH_0}")
  endif()
  if(NOT compiler_flags MATCHES "-fsanitize|--coverage")
    file(SIZE "${program}" bytes)
    # Ten million without optimisation.
    if(bytes GREATER 15000000)
      message(FATAL_ERROR "${program} has ${bytes} bytes")
    endif()
  endif()
endforeach()
