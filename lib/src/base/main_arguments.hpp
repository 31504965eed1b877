// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The arguments of this program, before main().
#pragma once

#include <string>
#include <vector>

namespace parallel_testing {

struct main_arguments {
  std::vector<std::string> texts;
  /// What main() will get, as many pointers as texts: a constructor can change
  /// them. Null where they cannot be found.
  char** pointers = nullptr;
};

/// The arguments that main() will get. Call it in a constructor, with the
/// parameters of that constructor: only some C libraries pass `argc` and
/// `argv`, and with others these parameters are undefined and are not used.
main_arguments arguments_of_main(int argc, char** argv);

/// The pointers to `texts` below `environment`, where the system puts them
/// (System V ABI, "Initial Process Stack": the number of arguments, pointers to
/// them, a null pointer, and pointers to the variables). Null if other words
/// are there, as they are after a program has replaced its environment.
/// `environment` must be preceded by at least texts.size() + 2 words.
char** arguments_below(char** environment,
                       const std::vector<std::string>& texts) noexcept;

}  // namespace parallel_testing
