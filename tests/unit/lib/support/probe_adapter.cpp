// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/detail/adapter.hpp>

#include "support/probe_actions.hpp"

namespace parallel_testing::unit {

namespace {

verdict outcome_of(const std::string& name) {
  if (name == "passed") return verdict::pass;
  return name == "skipped" ? verdict::skip : verdict::fail;
}

/// <command> <name> [<markers>]
adapter::case_description described(const words& given) {
  return {given.at(1).c_str(), "/src/probe_test.cpp", 7,
          given.size() > 2 ? given[2].c_str() : ""};
}

/// begin_suite <name of its case> <markers of it> <markers of the suite>
void begin_suite(const words& given) {
  const adapter::case_description only = described(given);
  adapter::begin_suite(word(given, 3).c_str(), &only, 1);
}

void end_case(const words& given) {
  adapter::end_case(outcome_of(given.at(1)), "why");
}

void expect_one_case(const words& given) {
  adapter::expect_one_case(static_cast<std::size_t>(number(given, 1)));
}

}  // namespace

actions adapter_actions() {
  return {
      {"take_program_locks", told([](const words& given) {
         const adapter::case_description only = described(given);
         adapter::take_program_locks(&only, 1);
       })},
      {"begin_suite", told(begin_suite)},
      {"end_suite", told([](const words&) { adapter::end_suite(); })},
      {"begin_case",
       told([](const words& given) { adapter::begin_case(described(given)); })},
      {"fail", told([](const words&) { adapter::note_failure(""); })},
      {"end_case", told(end_case)},
      {"expect_one_case", told(expect_one_case)},
  };
}

}  // namespace parallel_testing::unit
