# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Finds the packages of the program parallel-testing, or lists all missing ones
# in one message.
set(debian_package_of_CLI11 libcli11-dev)
set(debian_package_of_LibArchive libarchive-dev)
set(debian_package_of_fmt libfmt-dev)
set(debian_package_of_nlohmann_json nlohmann-json3-dev)
set(debian_package_of_pugixml libpugixml-dev)

set(missing "")
set(debian_packages "")
foreach(package IN ITEMS CLI11 LibArchive fmt nlohmann_json pugixml)
  find_package(${package} QUIET)
  if(NOT ${package}_FOUND)
    list(APPEND missing ${package})
    list(APPEND debian_packages ${debian_package_of_${package}})
  endif()
endforeach()
if(missing)
  list(JOIN missing " " missing)
  list(JOIN debian_packages " " debian_packages)
  message(FATAL_ERROR
    "The program parallel-testing needs packages that CMake does not find\n"
    "  missing: ${missing}\n"
    "  remedy: apt-get install ${debian_packages} (Debian, Ubuntu), or put them "
    "on CMAKE_PREFIX_PATH; tests are registered and run without the program, "
    "with PARALLEL_TESTING_BUILD_TOOLS=OFF"
  )
endif()
