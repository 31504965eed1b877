# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The library has the same table: name, title and option of each framework.
include("${module_dir}/ParallelTesting/pure/Adapters.cmake")
include("${module_dir}/ParallelTesting/pure/Frameworks.cmake")
_parallel_frameworks(names)
expect_equal("${names}" "googletest;catch2;doctest;boost_test")

file(READ "${module_dir}/../lib/src/base/frameworks.hpp" text)
set(listed "")
foreach(name IN LISTS names)
  _parallel_framework_row(row ${name})
  string(APPEND listed "${name}, ${row_title}, ${row_option}\n")
endforeach()
string(REGEX MATCHALL
  "{adapter::framework::[a-z0-9_]+,[ \n]*\"[^\"]*\",[ \n]*\"[^\"]*\",[ \n]*\"[^\"]*\""
  rows "${text}")
set(found "")
foreach(row IN LISTS rows)
  string(REGEX REPLACE
    "^[^,]*,[ \n]*\"([^\"]*)\",[ \n]*\"([^\"]*)\",[ \n]*\"([^\"]*)\"$"
    "\\1, \\2, \\3\n" row "${row}")
  string(APPEND found "${row}")
endforeach()
expect_equal("${found}" "${listed}")

# Each has its folder, its adapters and its source.
_parallel_adapters(adapters)
foreach(name IN LISTS names)
  _parallel_framework_row(row ${name})
  if(NOT row_adapter IN_LIST adapters)
    message(SEND_ERROR "there is no adapter ${row_adapter}")
  endif()
  foreach(path IN ITEMS
    "${module_dir}/ParallelTesting/discover/frameworks/${name}/Command.cmake"
    "${module_dir}/ParallelTesting/discover/frameworks/${name}/Listing.cmake"
    "${module_dir}/../lib/src/adapters/${name}_adapter.cpp"
    "${module_dir}/../lib/src/frameworks/${name}.cpp"
  )
    if(NOT EXISTS "${path}")
      message(SEND_ERROR "there is no ${path}")
    endif()
  endforeach()
endforeach()
