// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/named_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/nearest.hpp"
#include "cli/command.hpp"

namespace parallel_testing::tools {
namespace {

/// Whether a name is that of a case in a unit, with or without the name of the
/// unit before it, as in reports.
bool names_case(const std::string& name, const std::string& unit,
                const std::string& self) {
  return name == self || name == unit + "/" + self ||
         name == unit + ": " + self;
}

class test_finder {
 public:
  test_finder(const std::string& name, const std::vector<listed_test>& tests,
              const discovery& found)
      : name_(name), tests_(tests), found_(found) {}

  named_test find() {
    for (std::size_t at = 0; at < tests_.size(); ++at) {
      if (tests_[at].name == name_) {
        return {at, {}};
      }
      names_.push_back(tests_[at].name);
    }
    // An index may equal the value of another case: names in CTest have
    // precedence.
    for (std::string discovered_case::*const called :
         {&discovered_case::name_in_unit, &discovered_case::shown_name,
          &discovered_case::name}) {
      for (const discovered_target& target : found_.targets) {
        if (const auto found = find_in(target, called)) {
          return *found;
        }
      }
    }
    throw cli::failure(
        cli::exit_usage,
        fmt::format("there is no test '{}'{}", name_,
                    nearest_hint(name_, names_, "; `ctest -N` lists them")));
  }

 private:
  std::optional<named_test> find_in(const discovered_target& target,
                                    std::string discovered_case::*called) {
    const discovered_index index(found_);
    for (const discovered_unit& unit : target.units) {
      for (const discovered_case& each : unit.cases) {
        if (!name_.ends_with(each.*called)) {
          names_.push_back(each.*called);
          continue;
        }
        const auto test = std::find_if(
            tests_.begin(), tests_.end(), [&](const listed_test& candidate) {
              return unit_of(candidate, index) == &unit;
            });
        if (test != tests_.end() &&
            names_case(name_, test->name, each.*called)) {
          return named_test{static_cast<std::size_t>(test - tests_.begin()),
                            {&target, &unit, &each}};
        }
      }
    }
    return {};
  }

  const std::string& name_;
  const std::vector<listed_test>& tests_;
  const discovery& found_;
  std::vector<std::string> names_;
};

}  // namespace

named_test find_named_test(const std::string& name,
                           const std::vector<listed_test>& tests,
                           const discovery& found) {
  return test_finder(name, tests, found).find();
}

}  // namespace parallel_testing::tools
