// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/isolation.hpp"

#include <stdlib.h>

#include <algorithm>
#include <array>

#include "base/process_info.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::array<private_view, 4> all_kinds = {
    private_view::network, private_view::tmp, private_view::ipc,
    private_view::pid};

void add(std::vector<private_view>& kinds, private_view kind) {
  if (!contains(kinds, kind)) {
    kinds.push_back(kind);
  }
}

std::string_view variable(const char* name) {
  const char* const value = ::getenv(name);
  return value == nullptr ? "" : value;
}
}  // namespace

bool contains(const std::vector<private_view>& kinds, private_view kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::vector<private_view> read_private_views(std::string_view text) {
  std::vector<private_view> kinds;
  for (const std::string_view name : split(text, ',')) {
    for (const private_view kind : all_kinds) {
      if (name == detail::text_of(kind)) {
        add(kinds, kind);
      }
    }
  }
  return kinds;
}

bool is_isolated(private_view kind) {
  return contains(read_private_views(variable("PARALLEL_TESTING_ISOLATED")),
                  kind);
}

std::int64_t process_number(std::int64_t pid) {
  const auto space =
      parse_process_id(variable("PARALLEL_TESTING_PROCESS_SPACE"));
  if (!space) {
    return pid;
  }
  return *space * static_cast<std::int64_t>(greatest_process_id) + pid;
}

}  // namespace parallel_testing
