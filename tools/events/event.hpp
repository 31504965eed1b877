// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One line of events.ndjson. lib/src/events/schema.hpp defines the bodies of
// events, their fields, and the texts of their enums.
#pragma once

#include <cstdint>
#include <string>

#include "events/event_body.hpp"
#include "lib/src/events/schema.hpp"

namespace parallel_testing::tools {

using namespace events;
using events::allocation;  ///< not the one in the public headers
using events::to_text;
using parallel_testing::is_bad;

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
