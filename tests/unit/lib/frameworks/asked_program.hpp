// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that answers the questions of framework_rules::list().
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "frameworks/framework_rules.hpp"

namespace parallel_testing {

class asked_program {
 public:
  /// `answer` is printed if `argument` is among the arguments.
  asked_program& prints(const std::string& argument,
                        const std::string& answer) {
    answers_[argument] = answer;
    return *this;
  }
  asked_program& writes(const std::string& content) {
    written_ = content;
    return *this;
  }

  [[nodiscard]] listed_cases list(adapter::framework kind) {
    asked = "";
    facts.file = "/f";
    facts.run = [this](const std::vector<std::string>& arguments,
                       listed_program::output) {
      asked += (asked.empty() ? "" : "\n") + joined(arguments, ' ');
      for (const std::string& each : arguments) {
        const auto found = answers_.find(each);
        if (found != answers_.end()) {
          return found->second;
        }
      }
      return std::string();
    };
    facts.read_file = [this] { return written_; };
    return rules_of(kind).list(facts);
  }

  listed_program facts;
  std::string asked;  ///< the arguments of each question, on a line

 private:
  std::map<std::string, std::string> answers_;
  std::string written_;
};

}  // namespace parallel_testing
