// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_IDENTITY_HPP
#define PARALLEL_TESTING_SRC_IDENTITY_HPP

#include <string>

#include "settings.hpp"

namespace parallel_testing {

/// How a process came to be, as far as it matters for who it is.
enum class origin {
  ctest,    ///< started by ctest: takes a slot, belongs to ctest's run
  by_hand,  ///< started by hand, or a test program started by a test: master
  part_of,  ///< a piece of a running test: has that test's worker and run
  launched  ///< the test itself, for which the launcher did all of this
};

struct circumstances {
  /// A test program, as opposed to a helper that only uses the library.
  bool has_adapter = false;
  /// "<pid>.<start>" of the parent when the parent is ctest, else "".
  std::string ctest_parent;
  /// The launcher started this very process.
  bool is_supervised = false;
};

struct identity {
  origin from = origin::by_hand;
  std::string run_id;     ///< "" when a new one has to be made
  std::string owner;      ///< "<pid>.<start>" of ctest, "" when by hand
  std::string worker_id;  ///< only for part_of; else "" or "master"
};

/// The decision, from what was seen; no system call.
identity identify(const settings& given, const circumstances& seen);

}  // namespace parallel_testing

#endif
