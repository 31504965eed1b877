// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/run_path.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace parallel_testing::tools {
namespace {

std::string relative_to_program(const std::string& place,
                                const std::string& own_place) {
  const std::string relative =
      std::filesystem::path(place).lexically_relative(own_place).string();
  return relative == "." ? "$ORIGIN" : "$ORIGIN/" + relative;
}

}  // namespace

std::optional<std::string> moved_run_path(
    const std::vector<run_directory>& directories, const std::string& own_place,
    std::size_t space) {
  std::string all;
  std::string used;
  for (const run_directory& each : directories) {
    const std::string now = each.place.empty()
                                ? each.given
                                : relative_to_program(each.place, own_place);
    all += (all.empty() ? "" : ":") + now;
    if (each.is_used) {
      used += (used.empty() ? "" : ":") + now;
    }
  }
  if (all.size() <= space) {
    return all;
  }
  return used.size() <= space ? std::optional(used) : std::nullopt;
}

std::string library_path_code(const std::vector<std::string>& directories) {
  return fmt::format(
      "if(\"$ENV{{LD_LIBRARY_PATH}}\" STREQUAL \"\")\n"
      "  set(ENV{{LD_LIBRARY_PATH}} \"{0}\")\n"
      "else()\n"
      "  set(ENV{{LD_LIBRARY_PATH}} \"{0}:$ENV{{LD_LIBRARY_PATH}}\")\n"
      "endif()\n",
      fmt::join(directories, ":"));
}

}  // namespace parallel_testing::tools
