// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/case_facts.hpp"

#include <string_view>
#include <utility>

namespace parallel_testing::io {

bool is_unit(const process& given) {
  return given.test.empty();
}

const std::string& name_in_unit(const test_case& given) {
  return given.shown_name.empty() ? given.test : given.shown_name;
}

verdict verdict_of_case(const test_case& given) {
  return given.outcome.value_or(verdict::crash);
}

std::string first_of(std::string preferred, const std::string& other) {
  return preferred.empty() ? other : std::move(preferred);
}

verdict joined(verdict of_ctest, const test_case& given) {
  if (!given.outcome) {
    return of_ctest == verdict::fail ? verdict::crash : of_ctest;
  }
  if (given.outcome == verdict::skip && of_ctest == verdict::pass) {
    return verdict::skip;
  }
  // The program may have ended by a signal so that no property of the test
  // could take it for a pass.
  if (given.outcome == verdict::fail &&
      (of_ctest == verdict::crash || of_ctest == verdict::skip)) {
    return verdict::fail;
  }
  return of_ctest;
}

int badness(verdict of_copy) {
  switch (of_copy) {
    case verdict::skip:  // what all have skipped
      return 0;
    case verdict::pass:
      return 1;
    case verdict::crash:  // others may have ended it after their failure
      return 2;
    default:
      return 3;
  }
}

std::optional<std::string> key_of(const hold& held) {
  constexpr std::string_view one_protocol = "/tcp";
  const std::string& name = held.resource.name;
  switch (held.resource.kind) {
    case resource_kind::lock:
      return name;
    case resource_kind::run:
      return "run";
    case resource_kind::port:
      if (held.reentrant && name.ends_with(one_protocol)) {
        std::string key = "port:";
        return key.append(name, 0, name.size() - one_protocol.size());
      }
      break;
    case resource_kind::worker:
    case resource_kind::directory:
      break;
  }
  return {};
}

}  // namespace parallel_testing::io
