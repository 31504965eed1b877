// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "history/timeline.hpp"

namespace parallel_testing::tools {

enum class finding_kind {
  worker_held_twice,
  no_parallel_overlapped,
  lock_held_twice,
  port_held_twice,
  directory_held_twice,
  core_held_twice,
  capacity_exceeded,
  workers_not_dense,
  events_lost,
  released_without_holding,
};

/// `worker_held_twice`, …: stable, for programs.
[[nodiscard]] const char* to_text(finding_kind kind);

struct holder : interval {
  std::string run;
  std::string worker;
  std::int64_t pid = 0;
  std::string executable;
  std::string test;
};

/// One broken guarantee. `second` began while `first` held the resource;
/// findings about a single process have no `second`.
struct finding {
  finding_kind kind = finding_kind::worker_held_twice;
  std::string resource;
  holder first;
  std::optional<holder> second;
};

/// One line. Times are seconds since `origin_ns`.
[[nodiscard]] std::string to_text(const finding& found, std::int64_t origin_ns);

}  // namespace parallel_testing::tools
