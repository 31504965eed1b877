// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `archive` prints. Pure.
#pragma once

#include <string>

#include "archive/archive_contents.hpp"
#include "archive/pack.hpp"

namespace parallel_testing::archive_command {

struct archive_result {
  std::string path;  ///< of the archive
  const tools::archive_contents* contents = nullptr;
  tools::packed_archive packed;
};

[[nodiscard]] std::string text_of(const archive_result& of);
[[nodiscard]] std::string json_of(const archive_result& of);

}  // namespace parallel_testing::archive_command
