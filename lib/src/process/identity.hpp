// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "process/settings.hpp"

namespace parallel_testing {

/// How a process was started, as far as that determines its worker and run.
enum class origin {
  ctest,    ///< started by ctest: takes a slot, belongs to the run of ctest
  by_hand,  ///< started by hand, or a test program started by a test: master
  part_of,  ///< helper process of a running test: has its worker and run
  /// The test itself, when its launcher, or the process that this one is a copy
  /// of, has already taken the worker and joined the run.
  launched
};

struct circumstances {
  /// A test program, as opposed to a helper that only uses the library.
  bool has_adapter = false;
  /// "<pid>.<start>" of the parent when the parent is ctest, else "".
  std::string ctest_parent;
  /// It is the test that a launcher started, or another copy of a test program
  /// that already runs.
  bool is_same_test = false;
};

struct identity {
  origin from = origin::by_hand;
  std::string run_id;     ///< "" when a new one is needed
  std::string owner;      ///< "<pid>.<start>" of ctest, "" when by hand
  std::string worker_id;  ///< only for part_of; else "" or "master"
};

/// Decides the identity from the settings and circumstances, without system
/// calls. Pure.
identity identify(const settings& given, const circumstances& seen);

/// The key that identifies copies of a test program: they have the same
/// executable, and one of the arguments `selections`, which select its tests,
/// on their command line. Pure.
std::string program_key(const std::string& executable,
                        const std::vector<std::string>& selections);
bool is_same_program(const std::string& key, const std::string& executable,
                     const std::vector<std::string>& arguments);

/// The launcher of the test that the process `pid` is part of; "" when there is
/// none, or when another test program was started in between. With `is_copy`,
/// that program is a copy of this one.
std::string launcher_of(const settings& given, const std::string& pid,
                        bool is_copy);

}  // namespace parallel_testing
