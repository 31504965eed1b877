// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/arguments.hpp"

namespace parallel_testing {

program_request read_arguments(adapter::framework kind,
                               const std::vector<std::string>& arguments,
                               const std::string& registered) {
  const framework_rules& rules = rules_of(kind);
  program_request request;
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    request.runs_no_test =
        request.runs_no_test || rules.runs_no_test(arguments[at]);
  }
  rules.read_selection(arguments, registered, request);
  return request;
}

std::string case_of_selector(adapter::framework kind,
                             const std::string& selector) {
  return rules_of(kind).case_of_selector(selector);
}

}  // namespace parallel_testing
