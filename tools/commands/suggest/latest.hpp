// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `suggest` found last in a build tree, for this and other commands.
#pragma once

#include <optional>
#include <string>

#include "observed/observation.hpp"
#include "remedies/remedies.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {

struct known_sharing {
  tools::observation of;
  tools::sharing found;
  tools::remedy_plan plan;
};

struct latest_sharing {
  std::optional<known_sharing> known{};  ///< none if no test was watched
  std::string problem{};  ///< why the records cannot be read, else empty
};

/// Nothing if no test was watched. Throws record_error or cli::failure if the
/// records cannot be read.
[[nodiscard]] std::optional<tools::observation> latest_observation(
    const std::string& build);

[[nodiscard]] latest_sharing read_latest_sharing(const std::string& build);

}  // namespace parallel_testing::suggest_command
