// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <parallel_testing/environment.hpp>
#include <parallel_testing/error.hpp>
#include <vector>

#include "base/format.hpp"
#include "base/os.hpp"

namespace parallel_testing {

namespace {
void require_variable_name(std::string_view name) {
  const bool is_legal = !name.empty() && name.find_first_of(std::string_view(
                                             "=\0", 2)) == name.npos;
  if (is_legal) {
    return;
  }
  throw error(fmt::format(
      "environment variable '{}': the name must not be empty or contain '='",
      name));
}

std::optional<std::string> value_of(const std::string& name) {
  const char* const value = ::getenv(name.c_str());
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

void put(const std::string& name, const std::optional<std::string>& value) {
  if (value) {
    ::setenv(name.c_str(), value->c_str(), 1);
  } else {
    ::unsetenv(name.c_str());
  }
}
}  // namespace

struct scoped_environment::state {
  std::vector<std::pair<std::string, std::optional<std::string>>> saved;
};

scoped_environment::scoped_environment(
    std::initializer_list<variable> variables)
    : state_(nullptr) {
  for (const auto& [name, value] : variables) {
    require_variable_name(name);
  }
  auto former = std::make_unique<state>();
  former->saved.reserve(variables.size());
  for (const auto& [view, value] : variables) {
    const std::string name(view);
    former->saved.emplace_back(name, value_of(name));
    put(name, value ? std::optional<std::string>(*value) : std::nullopt);
  }
  state_ = former.release();
}

scoped_environment::~scoped_environment() {
  const std::unique_ptr<const state> former(state_);
  for (auto each = former->saved.rbegin(); each != former->saved.rend();
       ++each) {
    put(each->first, each->second);
  }
}

scoped_current_path::scoped_current_path(const std::string& path)
    : former_(os::open_at(AT_FDCWD, ".", O_RDONLY | O_DIRECTORY)) {
  if (former_ >= 0 && ::chdir(path.c_str()) == 0) {
    return;
  }
  const int reason = errno;
  if (former_ >= 0) {
    ::close(former_);
  }
  os::throw_error("cannot enter directory", path, reason,
                  "create it, or check its permissions");
}

scoped_current_path::~scoped_current_path() {
  if (::fchdir(former_) != 0) {
    os::say(
        "cannot return to the former directory; check that it was not removed");
  }
  ::close(former_);
}

}  // namespace parallel_testing
