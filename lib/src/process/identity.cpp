// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/identity.hpp"

#include "base/process_info.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
std::string run_id_of(const std::string& owner) {
  return hex(hash(owner), 16) + hex(hash("run of " + owner), 16);
}

std::string key_of(const std::string& executable, const std::string& argument) {
  return hex(hash(executable + "\n" + argument), 16);
}
}  // namespace

std::string program_key(const std::string& executable,
                        const std::vector<std::string>& selections) {
  std::string keys;
  for (const std::string& each : selections) {
    if (each.empty()) {
      continue;
    }
    keys += (keys.empty() ? "" : ":") + key_of(executable, each);
  }
  return keys;
}

bool is_same_program(const std::string& key, const std::string& executable,
                     const std::vector<std::string>& arguments) {
  if (key.empty()) {
    return false;
  }
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    const std::string own = key_of(executable, arguments[at]);
    for (const std::string_view each : split(key, ':')) {
      if (each == own) {
        return true;
      }
    }
  }
  return false;
}

std::string launcher_of(const settings& given, const std::string& pid,
                        bool is_copy) {
  const std::size_t blank = given.supervised.find(' ');
  if (blank == std::string::npos || !given.outer_worker) {
    return "";
  }
  const std::string launcher = given.supervised.substr(blank + 1);
  const bool is_direct = given.set_by == id_in_token(launcher);
  return is_direct || is_copy || given.set_by == pid ? launcher : "";
}

identity identify(const settings& given, const circumstances& seen) {
  identity result;
  if (given.outer_worker) {
    const bool is_launched = seen.has_adapter && seen.is_same_test;
    const bool is_a_test_itself = seen.has_adapter && !given.inherit_worker;
    if (is_launched || !is_a_test_itself) {
      result.from = is_launched ? origin::launched : origin::part_of;
      result.worker_id = *given.outer_worker;
      result.run_id = given.run_id.value_or("");
      result.owner = given.ctest.value_or("");
      return result;
    }
    // A ctest inside a test sets the run in the environment and removes
    // outer_worker. Where ctest's script does not run, the parent process shows
    // it.
    if (seen.ctest_parent.empty()) {
      result.worker_id = "master";
      return result;
    }
    result.from = origin::ctest;
    result.owner = seen.ctest_parent;
    result.run_id = run_id_of(result.owner);
    return result;
  }
  result.run_id = given.run_id.value_or("");
  result.owner = given.ctest.value_or(seen.ctest_parent);
  if (result.owner.empty()) {
    result.worker_id = "master";
    return result;
  }
  result.from = origin::ctest;
  if (result.run_id.empty()) {
    result.run_id = run_id_of(result.owner);
  }
  return result;
}

}  // namespace parallel_testing
