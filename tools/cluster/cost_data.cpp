// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/cost_data.hpp"

#include <map>
#include <sstream>

namespace parallel_testing::cluster {
namespace {

constexpr const char* end_of_costs = "---";

/// Reads `<name> <runs> <seconds>` up to the line after which the names of
/// failed tests follow.
void add_costs(const std::string& text,
               std::map<std::string, std::string>& into) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line) && line != end_of_costs;) {
    const std::size_t cost = line.rfind(' ');
    const std::size_t runs = cost == std::string::npos || cost == 0
                                 ? cost
                                 : line.rfind(' ', cost - 1);
    if (runs != std::string::npos) {
      into[line.substr(0, runs)] = line;
    }
  }
}

}  // namespace

std::string join_cost_data(const std::string& old,
                           const std::vector<std::string>& added) {
  std::map<std::string, std::string> costs;
  add_costs(old, costs);
  for (const std::string& each : added) {
    add_costs(each, costs);
  }
  std::string text;
  for (const auto& [name, line] : costs) {
    text += line + "\n";
  }
  return text + end_of_costs + "\n";
}

}  // namespace parallel_testing::cluster
