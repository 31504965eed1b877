// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/wording.hpp"

#include <fmt/format.h>

#include "remedies/uses.hpp"

namespace parallel_testing::tools {

std::string short_name(const shared_resource& resource) {
  const std::string& name =
      resource.name.empty() ? resource.what.canonical : resource.name;
  if (has_path(resource.what) &&
      resource.what.where == observed::place::working) {
    return fmt::format("{} in the working directory", last_part(name));
  }
  return name;
}

std::string evidence_of(const shared_resource& resource, relation how) {
  for (const role_conflict& each : resource.conflicts) {
    if (each.how == how && each.rank == strength::strong) {
      return each.evidence;
    }
  }
  return "";
}

std::string reason_for(const sharing& found, std::size_t tests,
                       const std::vector<std::size_t>& resources) {
  const shared_resource& first = found.shared[resources.front()];
  std::string text =
      fmt::format("{} test{} share{} {}", tests, tests == 1 ? "" : "s",
                  tests == 1 ? "s" : "", short_name(first));
  if (resources.size() > 1) {
    text += fmt::format(" and {} other resource{}", resources.size() - 1,
                        resources.size() == 2 ? "" : "s");
  }
  const std::string evidence = evidence_of(first, relation::collision);
  return evidence.empty() ? text : text + ": " + evidence;
}

}  // namespace parallel_testing::tools
