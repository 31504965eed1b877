// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared_process/open_files.hpp"

// Decides whether a program may be forked after its set-up: what its cases
// would then share although they have separate processes.
namespace parallel_testing {

/// What a program has when its framework has chosen its cases.
struct fork_facts {
  bool are_known = false;  ///< the system reports them
  std::uint64_t threads = 1;
  bool has_children = false;
  bool has_thread_sanitizer = false;
  std::vector<std::string> libraries;  ///< paths of loaded libraries
  /// Without those that the program had inherited or that belong to this
  /// library.
  std::vector<open_descriptor> descriptors;
  /// What its cases would not find in their own namespaces, "" if nothing.
  std::string left_in_namespaces;
};

/// Why the program must not be forked: what it has, such as "it has 3 threads";
/// "" when nothing is in the way. Pure.
std::string why_not_to_fork(const fork_facts& given);

/// The facts about this process. `own_directory` has the files of this library.
fork_facts facts_of_this_process(const std::string& own_directory);

}  // namespace parallel_testing
