// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is known about a project that was configured, built and listed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adopt/cmake_source.hpp"
#include "adopt/frameworks.hpp"
#include "adopt/trace.hpp"

namespace parallel_testing::tools {

/// An executable of the project that contains a supported framework.
struct test_program {
  std::string target;
  framework of = framework::googletest;
  std::vector<std::string> cases{};  ///< their names; empty: unknown
  bool lists_with_arguments = false;
  std::string standard{};   ///< of C++: "11"; "" if the project sets none
  std::string directory{};  ///< source directory that created it
};

/// A test that the project added with add_test().
struct whole_test {
  std::string name;
  std::string target{};  ///< of a test_program that it runs; else ""
  std::string stays{};   ///< why it cannot be one test for each case
};

struct survey {
  std::string source;  ///< absolute path of the source directory
  std::vector<traced_call> calls{};
  std::map<std::string, cmake_source> files{};  ///< by absolute path
  std::map<std::string, std::string> closed{};  ///< why a file is not edited
  std::vector<test_program> programs{};
  std::vector<whole_test> tests{};
};

/// A place in the project. `file` is relative to the source directory.
struct source_place {
  std::string file;
  std::int64_t line = 0;
};

}  // namespace parallel_testing::tools
