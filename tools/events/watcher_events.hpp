// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/record.hpp"
#include "events/event.hpp"

namespace parallel_testing::io {

/// The events of those who look after tests: `parallel-testing run` and the
/// launcher. Unknown for any other name; throws record_error.
[[nodiscard]] event_body watcher_body_of(const std::string& name,
                                         const record& fields);

}  // namespace parallel_testing::io
