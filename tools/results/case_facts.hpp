// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the time line says of one case, in the words of a result. Pure.
#pragma once

#include <optional>
#include <string>

#include "events/event.hpp"
#include "history/timeline.hpp"

namespace parallel_testing::io {

/// Whether the process was started for several cases.
[[nodiscard]] bool is_unit(const process& given);

/// What the case is called in results that it shares with others of its unit.
[[nodiscard]] const std::string& name_in_unit(const test_case& given);

[[nodiscard]] verdict verdict_of_case(const test_case& given);

[[nodiscard]] std::string first_of(std::string preferred,
                                   const std::string& other);

/// What CTest says, where the log does not know better.
[[nodiscard]] verdict joined(verdict of_ctest, const test_case& given);

/// A test is what the copy of it is for which this is greatest.
[[nodiscard]] int badness(verdict of_copy);

/// The key of a lock, `run` or `port:8080` included; nothing for other holds.
[[nodiscard]] std::optional<std::string> key_of(const hold& held);

}  // namespace parallel_testing::io
