// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The files that tests left in their directories for artifacts.
#pragma once

#include <string>
#include <string_view>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// The directory with the artifacts of a run, beside its event log.
[[nodiscard]] std::string artifacts_directory_of(const std::string& events);

/// Whether the name in a log is that of a directory of artifacts; any other one
/// could lead elsewhere. Pure.
[[nodiscard]] bool is_artifacts_name(std::string_view name);

enum class artifact_contents { omitted, read };

/// Adds to each attempt the regular files in its directories, which are in
/// `directory`. Follows no links. With `read`, also what a page shows of them.
void find_artifacts(run_result& result, const std::string& directory,
                    artifact_contents contents = artifact_contents::omitted);

/// The kind of a file by its name: picture or other. Pure.
[[nodiscard]] artifact_kind kind_of_artifact(std::string_view name);

/// A picture as a `data:` URI. Pure.
[[nodiscard]] std::string data_uri(std::string_view name,
                                   std::string_view bytes);

}  // namespace parallel_testing::tools
