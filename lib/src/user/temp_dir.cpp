// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <exception>
#include <parallel_testing/error.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <utility>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing {

namespace {
temp_store& store() {
  temp_store& result = process::current().temporaries();
  if (result.is_open()) {
    return result;
  }
  throw error(
      "no directory for temporary directories: PARALLEL_TESTING_WORKER is set "
      "but PARALLEL_TESTING_TEMP_DIR is not; set both or neither");
}

std::string checked(std::string_view name) {
  require_relative(name, "temporary name");
  return std::string(name);
}
}  // namespace

temp_dir::temp_dir() : path_(store().make(process::current().test().name())) {}

temp_dir::temp_dir(std::string_view name)
    : path_(store().make(checked(name))) {}

temp_dir::temp_dir(temp_dir&& other) noexcept
    : path_(std::exchange(other.path_, std::filesystem::path())) {}

temp_dir& temp_dir::operator=(temp_dir&& other) noexcept {
  temp_dir moved(std::move(other));
  std::swap(path_, moved.path_);
  return *this;
}

temp_dir::~temp_dir() {
  process& here = process::current();
  if (path_.empty() || !here.is_owner()) {
    return;
  }
  if (!here.temporaries().is_created_here(path_.native())) {
    return;
  }
  // Without an adapter the result of the test is unknown. A pending exception
  // is the only sign of a failure.
  const bool may_have_failed = std::uncaught_exceptions() > 0;
  here.temporaries().release(path_.native(),
                             here.has_adapter() || may_have_failed);
}

std::filesystem::path temp_dir::operator/(
    const std::filesystem::path& name) const {
  return path_ / checked(name.native());
}

void temp_dir::remove() {
  const std::string path = std::exchange(path_, std::filesystem::path());
  if (!path.empty()) {
    process::current().temporaries().remove(path);
  }
}

}  // namespace parallel_testing
