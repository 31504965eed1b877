// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/case_globs.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "remedies/cmake_text.hpp"

namespace parallel_testing::tools {

namespace {

/// The globs for the tests of one call.
class globs_of_target {
 public:
  explicit globs_of_target(const discovered_target& target)
      : has_adapter_(target.has_adapter) {
    for (const discovered_case& each : target.cases) {
      note(each);
    }
    for (const discovered_unit& unit : target.units) {
      for (const discovered_case& each : unit.cases) {
        note(each);
      }
    }
    for (const discovered_case& each : target.cases) {
      by_selector_[each.selector] = {glob(each)};
    }
    for (const discovered_unit& unit : target.units) {
      std::vector<std::string>& globs =
          by_selector_[unit_selector(target, unit)];
      for (const discovered_case& each : unit.cases) {
        globs.push_back(glob(each));
      }
    }
  }

  [[nodiscard]] bool has_adapter() const { return has_adapter_; }

  [[nodiscard]] std::vector<std::string> of(
      const std::vector<std::string>& command) const {
    for (std::size_t at = 1; at < command.size(); ++at) {
      const auto found = by_selector_.find(selector_in(command[at]));
      if (found != by_selector_.end()) {
        return found->second;
      }
    }
    return {};
  }

 private:
  static const std::string& shown(const discovered_case& given) {
    return given.shown_name.empty() ? given.name : given.shown_name;
  }

  void note(const discovered_case& given) {
    if (shown(given) != given.name) {
      names_.insert(given.name);
      shown_.insert(shown(given));
    }
  }

  [[nodiscard]] std::string glob(const discovered_case& given) const {
    const std::string& name = shown(given);
    const bool is_ambiguous =
        name != given.name ? names_.count(name) > 0 : shown_.count(name) > 0;
    const std::size_t slash = name.rfind('/');
    if (!is_ambiguous || slash == std::string::npos) {
      return glob_of(name);
    }
    return glob_of(name.substr(0, slash + 1)) + "*";
  }

  bool has_adapter_;
  std::unordered_map<std::string, std::vector<std::string>> by_selector_;
  std::unordered_set<std::string> names_;  ///< that CTest does not show
  std::unordered_set<std::string> shown_;
};

}  // namespace

void add_globs(observation& of, const discovery& known) {
  std::multimap<std::string, globs_of_target> targets;
  for (const discovered_target& target : known.targets) {
    targets.emplace(target.executable, globs_of_target(target));
  }
  for (watched_test& test : of.tests) {
    const auto [first, last] = targets.equal_range(test.executable);
    for (auto each = first; each != last && !test.target.empty(); ++each) {
      std::vector<std::string> globs =
          each->second.of(test.record.head.command);
      if (!globs.empty()) {
        test.globs = std::move(globs);
        test.has_adapter = each->second.has_adapter();
        break;
      }
    }
  }
}

}  // namespace parallel_testing::tools
