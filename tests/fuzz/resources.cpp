// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <map>
#include <parallel_testing/error.hpp>
#include <string>

#include "base/text.hpp"
#include "process/allocation.hpp"
#include "targets.hpp"

namespace parallel_testing::fuzz {

void read_resources(std::string_view input) {
  std::map<std::string, std::string, std::less<>> variables;
  for (const std::string_view line : split(input, '\n')) {
    const std::size_t equals = line.find('=');
    if (equals == line.npos) continue;
    // A variable ends at the first NUL.
    const std::string value(line.substr(equals + 1));
    variables[std::string(line.substr(0, equals))] = value.c_str();
  }
  const auto lookup = [&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  };
  try {
    for (const allocation& each : read_allocations(lookup)) {
      if (each.capacity.empty() && each.id.empty() && each.slots == 0) {
        __builtin_trap();
      }
    }
  } catch (const error&) {
    // Said with a reason: all that is asked of a reader.
  }
}

}  // namespace parallel_testing::fuzz
