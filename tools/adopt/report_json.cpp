// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/report.hpp"
#include "base/json.hpp"

namespace parallel_testing::tools {
namespace {

using document = nlohmann::ordered_json;

constexpr int format_version = 1;

document json_of(const std::optional<measured_suite>& of) {
  if (!of) {
    return nullptr;
  }
  document failed = document::object();
  for (const auto& [name, rounds] : of->failed_in_parallel) {
    failed[name] = rounds;
  }
  return {{"tests", of->tests},
          {"serial_s", of->serial_s},
          {"parallel_s", of->parallel_s},
          {"failed_serially", of->failed_serially},
          {"failed_in_parallel", failed}};
}

template <class Item>
document items_of(const std::vector<Item>& all) {
  document items = document::array();
  for (const Item& each : all) {
    items.push_back({{"file", each.at.file},
                     {"line", each.at.line},
                     {"what", each.what},
                     {"reason", each.reason}});
  }
  return items;
}

}  // namespace

std::string json_of(const adoption_report& of) {
  const document root{
      {"version", format_version},     {"project", of.project},
      {"green", of.is_green()},        {"patch", of.patch},
      {"patch_lines", of.patch_lines}, {"changes", items_of(of.plan.steps)},
      {"targets", of.plan.targets},    {"adapters", of.plan.adapters},
      {"suggestions", of.suggestions}, {"suggested", of.suggested},
      {"taken_back", of.taken_back},   {"left", items_of(of.plan.left)},
      {"before", json_of(of.before)},  {"after", json_of(of.after)},
      {"seconds", of.seconds}};
  return json_text(root);
}

}  // namespace parallel_testing::tools
