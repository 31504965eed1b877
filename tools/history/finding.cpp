// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/finding.hpp"

#include <fmt/format.h>

namespace parallel_testing::tools {
namespace {

struct kind_words {
  const char* id;
  const char* sentence;
};

kind_words words_of(finding_kind kind) {
  switch (kind) {
    case finding_kind::worker_held_twice:
      return {"worker_held_twice", "was held twice"};
    case finding_kind::no_parallel_overlapped:
      return {"no_parallel_overlapped",
              "overlapped another test although a test in it is marked "
              "no_parallel"};
    case finding_kind::lock_held_twice:
      return {"lock_held_twice", "was held twice"};
    case finding_kind::port_held_twice:
      return {"port_held_twice", "was held twice"};
    case finding_kind::directory_held_twice:
      return {"directory_held_twice", "was held twice"};
    case finding_kind::core_held_twice:
      return {"core_held_twice", "was used by two pinned tests"};
    case finding_kind::capacity_exceeded:
      return {"capacity_exceeded", "were in use at once"};
    case finding_kind::workers_not_dense:
      return {"workers_not_dense", "was used although a lower one was free"};
    case finding_kind::events_lost:
      return {"events_lost", "are missing from the log"};
    case finding_kind::released_without_holding:
      return {"released_without_holding",
              "was released by a process that did not hold it"};
  }
  return {"", ""};
}

std::string holder_text(const holder& who, std::int64_t origin_ns) {
  constexpr double ns_per_s = 1e9;
  const auto seconds = [&](std::int64_t at_ns) {
    return static_cast<double>(at_ns - origin_ns) / ns_per_s;
  };
  return fmt::format("{} ({}, pid {}, run {}, {:.6f} s to {:.6f} s)",
                     who.test.empty() ? who.executable : who.test, who.worker,
                     who.pid, who.run, seconds(who.begin_ns),
                     seconds(who.end_ns));
}

}  // namespace

const char* to_text(finding_kind kind) {
  return words_of(kind).id;
}

std::string to_text(const finding& found, std::int64_t origin_ns) {
  std::string text =
      fmt::format("{} {}: {}", found.resource, words_of(found.kind).sentence,
                  holder_text(found.first, origin_ns));
  if (found.second) {
    text += " and " + holder_text(*found.second, origin_ns);
  }
  return text;
}

}  // namespace parallel_testing::tools
