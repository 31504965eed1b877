# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/RunScript.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/SourceFiles.cmake")

#[===[.rst:
.. command:: parallel_add_coverage

  Instruments targets and adds a build target that runs all tests and reports
  which lines of these targets they cover::

    parallel_add_coverage(NAME <name> TARGETS <target>...
      [SOURCE_DIR <directory>...] [EXCLUDE <glob>...]
      [BRANCH] [PER_TEST]
      [FAIL_UNDER [<directory>=]<percent>...]
      [FORMATS term|html|xml|json|lcov...]
      [OUTPUT_DIR <directory>]
    )

  ``cmake --build <build> --target <name>`` is the same as ``parallel-testing
  coverage --test-dir <build> --name <name>``. Counts are exact at any level of
  ``-j``; data of other runs or builds never count.

  ``NAME``
    The name of the build target.
  ``TARGETS``
    What is measured: libraries and executables that this build compiles with gcc
    (``--coverage``) or clang (source-based). What links them needs no additional
    flags. Tests that run the targets are built first if
    ``parallel_discover_tests()`` registers them or if they are listed here.
  ``SOURCE_DIR``
    Reports only files below these directories. Default: the source directory of
    the project, without its build directory.
  ``EXCLUDE``
    Files that are not reported, as globs: ``*`` stands for any text, including
    ``/``. Relative to the source directory of the project, or absolute.
  ``BRANCH``
    Also counts the outcomes of conditions.
  ``PER_TEST``
    Keeps the data of each test separate, so that ``json`` and ``html`` show which
    tests ran a line.
  ``FAIL_UNDER``
    Fails if less than this percentage of the lines is covered, or of the lines
    below ``<directory>``, which is relative to the source directory of the
    project.
  ``FORMATS``
    ``term`` is printed; ``html``, ``xml`` (Cobertura), ``json`` and ``lcov``
    are written to the output directory. Default: ``term``.
  ``OUTPUT_DIR``
    The directory of the reports. Default: ``<name>_report`` in the current
    binary directory.

  ``parallel_coverage()`` is the old name of this function. Release 0.2 removes
  it.

  .. code-block:: cmake

    option(SHOP_COVERAGE "Measure what the tests cover" OFF)
    if(SHOP_COVERAGE)
      parallel_add_coverage(NAME coverage TARGETS shop FAIL_UNDER 90)
    endif()
#]===]
foreach(function IN ITEMS parallel_add_coverage parallel_coverage)
  function(${function})
    _parallel_begin_call(0 "" LISTS
      "BRANCH;PER_TEST"
      "NAME;OUTPUT_DIR"
      "EXCLUDE;FAIL_UNDER;FORMATS;SOURCE_DIR;TARGETS"
    )
    _parallel_require_arguments("${call}" NAME TARGETS)
    _parallel_check_coverage("${call}")
    if(NOT TARGET ParallelTesting::tool)
      message(FATAL_ERROR
        "${call}: the program parallel-testing is missing\n"
        "  remedy: build ParallelTesting with PARALLEL_TESTING_BUILD_TOOLS=ON"
      )
    endif()

    foreach(target IN LISTS arg_TARGETS)
      _parallel_instrument("${call}" "${target}")
    endforeach()
    _parallel_use_run_script()
    _parallel_write_coverage_project("${call}")
    _parallel_add_coverage_target("${arg_NAME}" "${arg_TARGETS}")

    set_property(
      GLOBAL PROPERTY PARALLEL_TESTING_COVERAGE
      "_parallel_collects_coverage()\n"
    )
  endfunction()
endforeach()

# Rejects invalid values. Reads arg_NAME and arg_FAIL_UNDER; sets the defaults
# of arg_FORMATS, arg_SOURCE_DIR and arg_OUTPUT_DIR, and makes directories
# absolute.
function(_parallel_check_coverage call)
  if(TARGET "${arg_NAME}")
    message(FATAL_ERROR "${call}: a target of this name already exists")
  endif()
  if("${arg_FORMATS}" STREQUAL "")
    set(arg_FORMATS term)
  endif()
  set(formats "${arg_FORMATS}")
  foreach(arg_FORMATS IN LISTS formats)
    _parallel_require_choice("${call}" FORMATS term html xml json lcov)
  endforeach()
  foreach(limit IN LISTS arg_FAIL_UNDER)
    if(NOT limit MATCHES "^([^=]+=)?([0-9]+([.][0-9]+)?)$"
       OR CMAKE_MATCH_2 GREATER 100)
      message(FATAL_ERROR
        "${call}: FAIL_UNDER cannot be '${limit}'\n"
        "  allowed: a number from 0 to 100, or <directory>=<number>"
      )
    endif()
  endforeach()
  if("${arg_SOURCE_DIR}" STREQUAL "")
    set(arg_SOURCE_DIR "${CMAKE_SOURCE_DIR}")
  endif()
  set(directories "")
  foreach(directory IN LISTS arg_SOURCE_DIR)
    cmake_path(ABSOLUTE_PATH directory NORMALIZE)
    if(NOT IS_DIRECTORY "${directory}")
      message(FATAL_ERROR "${call}: the directory '${directory}' does not exist")
    endif()
    list(APPEND directories "${directory}")
  endforeach()
  if("${arg_OUTPUT_DIR}" STREQUAL "")
    set(arg_OUTPUT_DIR "${arg_NAME}_report")
  endif()
  cmake_path(
    ABSOLUTE_PATH arg_OUTPUT_DIR
    BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE
  )
  set(arg_FORMATS "${formats}" PARENT_SCOPE)
  set(arg_SOURCE_DIR "${directories}" PARENT_SCOPE)
  set(arg_OUTPUT_DIR "${arg_OUTPUT_DIR}" PARENT_SCOPE)
endfunction()

# Sets `out` to GNU or Clang, or rejects the call for any other compiler.
function(_parallel_coverage_compiler out call)
  set(id "${CMAKE_CXX_COMPILER_ID}")
  if(id STREQUAL "")
    set(id "${CMAKE_C_COMPILER_ID}")
  endif()
  if(NOT id MATCHES "^(GNU|Clang|AppleClang)$")
    message(FATAL_ERROR
      "${call}: measures with gcc or clang\n"
      "  compiler: ${id}"
    )
  endif()
  string(REPLACE "Apple" "" id "${id}")
  set(${out} ${id} PARENT_SCOPE)
endfunction()

# Counters are atomic, because threads of a test would otherwise lose counts.
function(_parallel_instrument call target)
  _parallel_require_target(
    real "${call}" "${target}" "add_library() or add_executable()")
  get_target_property(type "${real}" TYPE)
  get_target_property(imported "${real}" IMPORTED)
  if(imported OR type MATCHES "^(INTERFACE_LIBRARY|UTILITY)$")
    message(FATAL_ERROR
      "${call}: '${target}' is not compiled by this build, so it cannot be measured\n"
      "  type: ${type}"
    )
  endif()
  get_target_property(done "${real}" PARALLEL_TESTING_INSTRUMENTED)
  if(done)
    return()
  endif()
  set_target_properties("${real}" PROPERTIES PARALLEL_TESTING_INSTRUMENTED TRUE)
  _parallel_coverage_compiler(compiler "${call}")
  if(compiler STREQUAL "GNU")
    set(flags --coverage -fprofile-abs-path -fprofile-update=atomic)
    # The runtime library calls these functions after each of several cases of a
    # process.
    set(link_flags --coverage LINKER:-u,__gcov_dump LINKER:-u,__gcov_reset)
  else()
    set(flags
      -fprofile-instr-generate -fcoverage-mapping -fprofile-update=atomic)
    set(link_flags -fprofile-instr-generate)
  endif()
  target_compile_options(
    "${real}" PRIVATE "$<$<COMPILE_LANGUAGE:C,CXX>:${flags}>")
  target_link_options("${real}" PUBLIC ${link_flags})
endfunction()

# Writes the file that `parallel-testing coverage` reads: lines with a key and a
# value. Reads arg_<keyword> of the call.
function(_parallel_write_coverage_project call)
  _parallel_coverage_compiler(compiler "${call}")
  set(language CXX)
  if("${CMAKE_CXX_COMPILER_ID}" STREQUAL "")
    set(language C)
  endif()
  string(CONCAT text
    "version\t1\n"
    "compiler\t${compiler}\n"
    "compiler_version\t${CMAKE_${language}_COMPILER_VERSION}\n"
    "compiler_path\t${CMAKE_${language}_COMPILER}\n"
    "root\t${CMAKE_SOURCE_DIR}\n"
    "build\t${CMAKE_BINARY_DIR}\n"
    "output\t${arg_OUTPUT_DIR}\n"
  )
  foreach(option IN ITEMS BRANCH PER_TEST)
    if(arg_${option})
      string(TOLOWER "${option}" key)
      string(APPEND text "${key}\t1\n")
    endif()
  endforeach()
  foreach(list IN ITEMS SOURCE_DIR EXCLUDE FAIL_UNDER FORMATS)
    string(TOLOWER "${list}" key)
    foreach(item IN LISTS arg_${list})
      string(APPEND text "${key}\t${item}\n")
    endforeach()
  endforeach()
  foreach(target IN LISTS arg_TARGETS)
    _parallel_sources_text(sources "${target}")
    _parallel_foreign_text(foreign "${target}")
    string(APPEND text "target\t${target}\n${sources}${foreign}")
    string(APPEND text
      "object\t$<JOIN:$<TARGET_OBJECTS:${target}>,\nobject\t>\n")
  endforeach()
  _parallel_coverage_suffix(suffix)
  file(
    GENERATE
    OUTPUT "${CMAKE_BINARY_DIR}/parallel_testing/coverage/${arg_NAME}${suffix}"
    CONTENT "${text}"
  )
endfunction()

# Sets `out` to lines with the file extensions of sources in other languages,
# whose objects have no counters. Some languages are enabled only in the
# directory of the target.
function(_parallel_foreign_text out target)
  get_target_property(directory "${target}" SOURCE_DIR)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  list(REMOVE_ITEM languages C CXX)
  set(text "")
  foreach(language IN LISTS languages)
    get_directory_property(
      extensions
      DIRECTORY "${directory}"
      DEFINITION CMAKE_${language}_SOURCE_FILE_EXTENSIONS
    )
    foreach(extension IN LISTS extensions)
      string(APPEND text "foreign\t${extension}\n")
    endforeach()
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the end of the name of a file that each configuration has
# separately.
function(_parallel_coverage_suffix out)
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(${out} ".txt" PARENT_SCOPE)
  if(multi_config)
    set(${out} "-$<CONFIG>.txt" PARENT_SCOPE)
  endif()
endfunction()

# Adds the build target `name`, which measures what the tests of `targets` run.
function(_parallel_add_coverage_target name targets)
  set(configuration "")
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi_config)
    set(configuration -C $<CONFIG>)
  endif()
  add_custom_target(
    "${name}"
    COMMAND
      ParallelTesting::tool coverage --test-dir "${CMAKE_BINARY_DIR}" --name
      "${name}" ${configuration}
    USES_TERMINAL VERBATIM
  )
  add_dependencies("${name}" ${targets})
  get_property(others GLOBAL PROPERTY PARALLEL_TESTING_COVERAGE_TARGETS)
  set_property(
    GLOBAL APPEND PROPERTY PARALLEL_TESTING_COVERAGE_TARGETS "${name}")
  if(NOT others)
    cmake_language(
      DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _parallel_build_tests_first)
  endif()
endfunction()

# Runs at the end, because test executables may be declared after the call.
function(_parallel_build_tests_first)
  get_property(executables GLOBAL PROPERTY PARALLEL_TESTING_EXECUTABLES)
  get_property(names GLOBAL PROPERTY PARALLEL_TESTING_COVERAGE_TARGETS)
  if(TARGET parallel_testing_launcher_is_built)
    list(APPEND executables parallel_testing_launcher_is_built)
  endif()
  foreach(name IN LISTS names)
    if(NOT "${executables}" STREQUAL "")
      add_dependencies("${name}" ${executables})
    endif()
  endforeach()
endfunction()
