// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an adapter asks about the unit its process was started for.
#include <stdio.h>
#include <unistd.h>

#include <parallel_testing/detail/adapter.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "shared_process/unit_session.hpp"

namespace parallel_testing::adapter {

std::size_t unit_size() noexcept {
  const unit_session* const unit = unit_session::current();
  return unit == nullptr ? 0 : unit->size();
}

const char* unit_case_name(std::size_t at) noexcept {
  return unit_session::current()->at(at).name.c_str();
}

bool is_in_unit(const char* name) noexcept {
  const unit_session* const unit = unit_session::current();
  return unit != nullptr && unit->contains(name);
}

void expect_unit_cases(const char* const* selected,
                       std::size_t count) noexcept {
  unit_session* const unit = unit_session::current();
  if (unit == nullptr) return;
  std::size_t strange = 0;
  while (strange < count && unit->contains(selected[strange])) ++strange;
  if (strange == count && count > 0) return;
  unit->board().refuse();
  ::fflush(nullptr);
  os::say(fmt::format(
      "this process was started for {} test cases of '{}' but {}; pass argc "
      "and argv of main on to the test framework, or build the target again "
      "if tests were renamed",
      unit->size(), unit->name(),
      count == 0 ? "none is selected"
                 : fmt::format("'{}' is selected, too", selected[strange])));
  ::_exit(1);
}

}  // namespace parallel_testing::adapter
