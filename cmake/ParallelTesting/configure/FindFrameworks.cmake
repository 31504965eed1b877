# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Adapters.cmake")

# Makes the test frameworks that are visible in the calling directory available
# to the adapters. find_package() creates targets for one directory only, and
# the adapters belong to another one.
function(_parallel_find_frameworks)
  _parallel_adapters(names)
  foreach(name IN LISTS names)
    _parallel_adapter_row(row ${name})
    set(found parallel_testing_found_${name})
    if(TARGET ${row_library} AND NOT TARGET ${found})
      add_library(${found} INTERFACE IMPORTED GLOBAL)
      target_link_libraries(${found} INTERFACE ${row_library})
    endif()
  endforeach()
endfunction()
