// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adapters/case_ledger.hpp"

namespace parallel_testing {

void case_ledger::trouble::fail(const std::string& why) {
  if (!failed) {
    text = why;
  }
  failed = true;
}

void case_ledger::trouble::skip(const std::string& why) {
  if (!failed && !skipped) {
    text = why;
  }
  skipped = true;
}

void case_ledger::begin_round() {
  program_ = {};
  suites_began_ = false;
}

void case_ledger::begin_suite() {
  suite_ = {};
  ended_in_suite_.clear();
  is_in_suite_ = suites_began_ = true;
}

void case_ledger::end_suite() {
  suite_ = {};
  is_in_suite_ = false;
}

void case_ledger::begin_case(const std::string& name) {
  running_ = name;
  case_ = {};
  is_in_case_ = suites_began_ = true;
}

case_ledger::trouble* case_ledger::running_setup() {
  if (is_in_case_) {
    return &case_;
  }
  if (is_in_suite_) {
    return ended_in_suite_.empty() ? &suite_ : nullptr;
  }
  return suites_began_ ? nullptr : &program_;
}

std::vector<std::string> case_ledger::note_failure(const std::string& text) {
  if (trouble* const setup = running_setup()) {
    setup->fail(text);
    return {};
  }
  return is_in_suite_ ? ended_in_suite_ : ended_;
}

void case_ledger::note_skip(const std::string& text) {
  // A skip in a tear-down has no effect: its cases have already ended.
  if (trouble* const setup = running_setup()) {
    setup->skip(text);
  }
}

case_ending case_ledger::end_case(verdict how, const std::string& message) {
  // A framework reports only pass, fail and skip.
  if (is_bad(how)) {
    how = verdict::fail;
  }
  is_in_case_ = false;
  ended_in_suite_.push_back(running_);
  ended_.push_back(running_);
  case_ending result{how, message, false};
  if (message.empty()) {
    result.message = case_.text;
  }
  if (case_.failed) {
    result.how = verdict::fail;
  }
  if (result.how == verdict::fail) {
    return result;
  }
  for (const trouble* around : {&suite_, &program_}) {
    if (around->failed) {
      return {verdict::fail, around->text, true};
    }
  }
  if (how != verdict::skip || !result.message.empty()) {
    return result;
  }
  result.message = suite_.skipped ? suite_.text : program_.text;
  return result;
}

void case_ledger::note_ended_elsewhere(const std::string& name) {
  suites_began_ = true;
  ended_.push_back(name);
}

case_ending case_ledger::ending_of_unbegun() const {
  if (program_.failed) {
    return {verdict::fail, program_.text, true};
  }
  if (program_.skipped) {
    return {verdict::skip, program_.text, false};
  }
  return {};
}

}  // namespace parallel_testing
