// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_IDENTITY_HPP
#define PARALLEL_TESTING_SRC_IDENTITY_HPP

#include <string>
#include <vector>

#include "process/settings.hpp"

namespace parallel_testing {

/// How a process came to be, as far as it matters for who it is.
enum class origin {
  ctest,    ///< started by ctest: takes a slot, belongs to ctest's run
  by_hand,  ///< started by hand, or a test program started by a test: master
  part_of,  ///< a piece of a running test: has that test's worker and run
  /// The test itself, for which its launcher did all of this, or the process
  /// that this one is a copy of.
  launched
};

struct circumstances {
  /// A test program, as opposed to a helper that only uses the library.
  bool has_adapter = false;
  /// "<pid>.<start>" of the parent when the parent is ctest, else "".
  std::string ctest_parent;
  /// It is the test that a launcher started, or that another process of it
  /// started again.
  bool is_same_test = false;
};

struct identity {
  origin from = origin::by_hand;
  std::string run_id;     ///< "" when a new one has to be made
  std::string owner;      ///< "<pid>.<start>" of ctest, "" when by hand
  std::string worker_id;  ///< only for part_of; else "" or "master"
};

/// The decision, from what was seen; no system call.
identity identify(const settings& given, const circumstances& seen);

/// By what the copies of a test program are known: the same executable, and
/// one of the arguments `selections`, by which it selects its tests, among
/// theirs. Pure.
std::string program_key(const std::string& executable,
                        const std::vector<std::string>& selections);
bool is_same_program(const std::string& key, const std::string& executable,
                     const std::vector<std::string>& arguments);

/// The launcher of the test around the process `pid`, "" when there is none, or
/// when another test program stands between the two. `is_copy` says that that
/// program is this one.
std::string launcher_of(const settings& given, const std::string& pid,
                        bool is_copy);

}  // namespace parallel_testing

#endif
