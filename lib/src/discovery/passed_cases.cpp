// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/passed_cases.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "base/fields.hpp"
#include "base/text.hpp"

namespace parallel_testing {

std::string passed_cases_line(std::string_view reference,
                              const std::vector<std::string>& names) {
  std::vector<std::string_view> fields = {reference};
  fields.insert(fields.end(), names.begin(), names.end());
  return to_line(fields);
}

void leave_out_passed(unit_record& unit, const std::string& reference,
                      std::string_view text) {
  std::unordered_set<std::string> passed;
  for (const std::string_view line : split(text, '\n')) {
    std::vector<std::string> fields = read_line(line);
    if (fields[0] == reference) {
      passed.insert(std::make_move_iterator(fields.begin() + 1),
                    std::make_move_iterator(fields.end()));
    }
  }
  std::vector<unit_case> rest;
  std::copy_if(unit.cases.begin(), unit.cases.end(), std::back_inserter(rest),
               [&](const unit_case& each) {
                 return passed.count(shown_name_of(each, unit)) == 0;
               });
  if (!rest.empty()) {
    unit.cases = std::move(rest);
  }
}

}  // namespace parallel_testing
