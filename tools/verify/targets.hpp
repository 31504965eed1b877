// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a call of parallel_discover_tests() registered, read from the files
// that it left in the build tree.
#pragma once

#include <string>
#include <vector>

#include "explain/marker_sources.hpp"

namespace parallel_testing::verify_command {

struct discovered_case {
  std::string name;      // as its framework lists it
  std::string selector;  // what runs it alone
};

struct test_target {
  std::string call;  // `parallel_discover_tests(orders_test)`
  std::string executable;
  std::string framework;  // googletest, catch2; empty: nothing was discovered
  std::string framework_version;
  std::string directory;               // where it is listed
  std::vector<std::string> arguments;  // for listing it
  std::string filter;                  // TEST_FILTER
  std::vector<std::string> spec;       // TEST_SPEC
  std::vector<std::string> library_folders;
  std::vector<std::string> labels;  // declared for it
  bool shares_processes = false;    // DIST or BATCH: several cases in a test
  bool runs_here = true;            // no emulator, not cross-compiled
  std::vector<discovered_case> cases;
};

/// Pure.
[[nodiscard]] test_target read_target(
    const explain_command::discovered_target& files);

}  // namespace parallel_testing::verify_command
