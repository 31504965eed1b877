// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <cstddef>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <vector>

/// Not for users: what is common to the adapters of frameworks that register
/// their cases first and then choose among them. C++11.
///
/// `Rules` has these static functions for a case of the framework, and the type
/// `test` of one:
///
///     std::string name_of(const test&);      // unique in the program
///     std::string selector_of(const test&);  // of its CTest test
///     std::string file_of(const test&);
///     int line_of(const test&);
///     std::string markers_of(const test&);
///     std::vector<test*> all();              // in the order of the source
///     void choose(const std::vector<test*>&);  // runs only these
///     std::size_t chosen();                  // how many would run
namespace parallel_testing {
namespace adapter {

inline std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// Cases, and the texts to which their descriptions refer.
template <class Rules>
class described_cases {
 public:
  typedef typename Rules::test test;

  explicit described_cases(const std::vector<test*>& all) {
    texts_.reserve(3 * all.size());
    for (const test* each : all) {
      add(*each);
    }
  }
  explicit described_cases(const test& one) {
    texts_.reserve(3);
    add(one);
  }
  described_cases(const described_cases&) = delete;
  described_cases& operator=(const described_cases&) = delete;

  std::size_t size() const { return cases_.size(); }
  const case_description* data() const { return cases_.data(); }
  const case_description& operator[](std::size_t at) const {
    return cases_[at];
  }

 private:
  void add(const test& one) {
    texts_.push_back(Rules::name_of(one));
    texts_.push_back(Rules::file_of(one));
    texts_.push_back(Rules::markers_of(one));
    const std::size_t end = texts_.size();
    cases_.push_back({texts_[end - 3].c_str(), texts_[end - 2].c_str(),
                      Rules::line_of(one), texts_[end - 1].c_str()});
  }

  std::vector<std::string> texts_{};
  std::vector<case_description> cases_{};
};

/// The cases for which this process was started: its single case, or those of
/// its unit; none if it was started by hand.
template <class Rules>
std::vector<typename Rules::test*> expected_cases() {
  std::vector<typename Rules::test*> found;
  const std::string selector = adapter::selector();
  const bool is_unit = unit_size() != 0;
  if (!is_unit && selector.empty()) {
    return found;
  }
  for (typename Rules::test* each : Rules::all()) {
    if (is_unit ? is_in_unit(Rules::name_of(*each).c_str())
                : Rules::selector_of(*each) == selector) {
      found.push_back(each);
    }
  }
  return found;
}

/// Makes the framework run only the expected cases, and takes their locks.
/// Returns these cases; none if the framework itself decides, because the
/// process was started by hand, or because its selector is not a registered
/// one.
template <class Rules>
std::vector<typename Rules::test*> keep_only_expected() {
  typedef std::vector<typename Rules::test*> tests;
  const bool is_unit = unit_size() != 0;
  if (!is_unit && *adapter::selector() == '\0') {
    return tests();
  }
  const tests expected = expected_cases<Rules>();
  const described_cases<Rules> described(expected);
  if (is_unit) {
    std::vector<const char*> names;
    for (std::size_t at = 0; at < described.size(); ++at) {
      names.push_back(described[at].name);
    }
    expect_unit_cases(names.data(), names.size());
  } else {
    if (expected.empty()) {
      note_unknown_selector(Rules::chosen());
      if (*adapter::selector() == '\0') {
        return tests();
      }
    }
    expect_one_case(expected.size());
  }
  Rules::choose(expected);
  take_program_locks(described.data(), described.size());
  return expected;
}

}  // namespace adapter
}  // namespace parallel_testing
