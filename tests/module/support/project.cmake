# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What the project of a case has besides the case itself.
enable_testing()
list(APPEND CMAKE_MODULE_PATH "${PARALLEL_TESTING_MODULE_DIR}")
include(ParallelTesting)
if(CASE_LAUNCHER)
  add_executable(ParallelTesting::launcher IMPORTED GLOBAL)
  set_target_properties(
    ParallelTesting::launcher PROPERTIES IMPORTED_LOCATION "${CASE_LAUNCHER}")
endif()

# Adds an executable that runs the given shell script. With `adapter` it counts
# as one that writes its own manifest; `none` has no adapter.
function(add_fake target adapter script)
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/${target}.sh" "${script}")
  add_executable(${target} "${CASE_SUPPORT_DIR}/fake.cpp")
  target_compile_definitions(${target} PRIVATE "FAKE_SCRIPT=\"${target}.sh\"")
  if(NOT adapter STREQUAL "none")
    set_property(TARGET ${target} PROPERTY PARALLEL_TESTING_ADAPTER ${adapter})
  endif()
endfunction()

# The same with a manifest that has the given lines, and a correct end.
function(add_manifest_fake target adapter)
  list(LENGTH ARGN count)
  set(names "")
  set(cases "")
  foreach(line IN LISTS ARGN)
    string(APPEND cases "${line}\n")
    string(REGEX MATCH "\\[=\\[([^]]*)]=]" name "${line}")
    list(APPEND names "${CMAKE_MATCH_1}")
  endforeach()
  string(CONCAT script
    "if test -n \"$PARALLEL_TESTING_MANIFEST\"; then\n"
    "cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'\n"
    "parallel_manifest(1 ${adapter})\n"
    "parallel_file([=[/src/${target}.cpp]=])\n"
    "${cases}"
    "parallel_names([=[${names}]=])\n"
    "parallel_manifest_end(${count})\n"
    "END\n"
    "else\n"
    "  for argument in \"$@\"; do printf '<%s>\\n' \"$argument\"; done\n"
    "  env | grep ^PARALLEL_TESTING_\n"
    "fi\n"
  )
  add_fake(${target} ${adapter} "${script}")
endfunction()
