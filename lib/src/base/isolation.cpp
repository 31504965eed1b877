// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/isolation.hpp"

#include <stdlib.h>

#include <algorithm>
#include <array>

#include "base/process_info.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::array<isolation, 4> all_kinds = {
    isolation::network, isolation::tmp, isolation::ipc, isolation::pid};

void add(std::vector<isolation>& kinds, isolation kind) {
  if (!contains(kinds, kind)) kinds.push_back(kind);
}

std::string_view variable(const char* name) {
  const char* const value = ::getenv(name);
  return value == nullptr ? "" : value;
}
}  // namespace

std::string_view to_text(isolation kind) {
  switch (kind) {
    case isolation::network:
      return "network";
    case isolation::tmp:
      return "tmp";
    case isolation::ipc:
      return "ipc";
    case isolation::pid:
      break;
  }
  return "pid";
}

bool contains(const std::vector<isolation>& kinds, isolation kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::vector<isolation> read_isolations(std::string_view text) {
  std::vector<isolation> kinds;
  for (const std::string_view word : split(text, ',')) {
    for (const isolation kind : all_kinds) {
      if (word == to_text(kind)) add(kinds, kind);
    }
  }
  return kinds;
}

bool is_isolated(isolation kind) {
  return contains(read_isolations(variable("PARALLEL_TESTING_ISOLATED")), kind);
}

std::int64_t process_number(std::int64_t pid) {
  const auto space =
      parse_process_id(variable("PARALLEL_TESTING_PROCESS_SPACE"));
  if (!space) return pid;
  return *space * static_cast<std::int64_t>(greatest_process_id) + pid;
}

}  // namespace parallel_testing
