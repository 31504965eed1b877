// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One line of events.ndjson. lib/src/events/schema.hpp defines the bodies of
// events, their fields, and the texts of their enums.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "lib/src/events/schema.hpp"

namespace parallel_testing::tools {

using namespace events;
using events::allocation;  ///< not the one in the public headers
using events::to_text;
using parallel_testing::is_bad;

/// An event that this version does not know. It still proves that its process
/// lived.
struct unknown_event {
  std::string name;
};

template <class... Events>
std::variant<unknown_event, Events...> body_of(event_list<Events...>);

using event_body = decltype(body_of(all_events()));

struct event {
  std::int64_t time_ns = 0;  ///< CLOCK_REALTIME
  std::int64_t mono_ns =
      0;  ///< CLOCK_MONOTONIC; orders events of all processes
  std::string run;
  std::string worker;
  std::int64_t pid = 0;
  std::int64_t seq = 0;  ///< counts events of the process from 0
  event_body body;
};

}  // namespace parallel_testing::tools
