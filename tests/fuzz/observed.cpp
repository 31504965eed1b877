// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sstream>
#include <string>

#include "observed/record_of_test.hpp"
#include "targets.hpp"

namespace parallel_testing::fuzz {

void read_observed(std::string_view input) {
  std::istringstream stream{std::string(input)};
  try {
    const tools::record_of_test read = tools::read_record_of_test(stream);
    for (const tools::touched_resource& each : read.resources) {
      static_cast<void>(tools::database_at(each.what));
    }
  } catch (const tools::record_error& refused) {
    if (refused.found.remedy.empty()) __builtin_trap();
  }
}

}  // namespace parallel_testing::fuzz
