// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cheapest changes after which tests that share something can run in
// parallel. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "observed/observation.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::tools {

enum class remedy_kind {
  private_directory,  ///< WORKING_DIRECTORY PRIVATE, with what it contains
  private_tmpdir,     ///< TMPDIR, which the programs honour
  isolate_tmp,
  isolate_network,
  isolate_ipc,
  port,
  database,
  lock,
  no_parallel,
  depends,  ///< an order between tests, or a set-up that is missing
  advice    ///< a change to the tests, in words
};

/// A remedy that one test, by its name in CTest, must not get: it failed with
/// it.
using refused_remedy = std::pair<std::string, remedy_kind>;

/// What the machine on which tests run offers.
struct abilities {
  bool isolates_network = false;
  bool isolates_tmp = false;
  bool isolates_ipc = false;
  /// Private directories and isolations only.
  std::set<refused_remedy> refused{};
};

/// One remedy for some tests.
struct suggestion {
  remedy_kind kind = remedy_kind::lock;
  /// Indices in observation::tests, sorted. Of an order, the first test is the
  /// one after which the others run.
  std::vector<std::size_t> tests{};
  /// In the syntax of the module: "lock:orders:shared", "isolate:tmp". Empty
  /// for a private directory, an order and advice.
  std::string marker{};
  std::vector<std::string> visible_files{};
  std::vector<std::size_t> resources{};  ///< indices in sharing::shared
  std::string reason{};  ///< "14 tests write orders.db in the working …"
  /// What becomes of it on a machine without namespaces; "" if nothing does.
  std::string degradation{};
  /// Of a private directory, beside the visible files.
  std::vector<std::string> empty_directories{};
};

/// Seconds of the whole suite with this number of jobs.
struct forecast {
  int jobs = 0;
  double locks_only = 0;  ///< each shared resource is a lock
  double suggested = 0;   ///< with the suggestions
  double unsafe = 0;      ///< in parallel without any change: it may fail
  /// What makes no larger number of jobs faster, with the suggestions: "the
  /// lock 'orders'", "the longest test". Empty if more jobs help.
  std::string limited_by{};
};

struct remedy_plan {
  std::vector<suggestion> suggestions{};
  double serial_s = 0;
  std::vector<forecast> forecasts{};  ///< for 2, 4 and 8 jobs
  /// Indices in sharing::shared of the resources without a remedy.
  std::vector<std::size_t> unhelped{};
};

/// Chooses remedies for all strong conflicts, except between tests that the
/// project keeps apart already. A weak one alone gets none. An isolation
/// is suggested only if the machine offers it and each of its tests finds in
/// its namespace what it needs; otherwise, a lock.
[[nodiscard]] remedy_plan choose_remedies(const observation& of,
                                          const sharing& found,
                                          const abilities& here);

/// Calls of parallel_mark_tests() and similar, with a comment for each that has
/// the reason. Names of tests are globs with their special characters escaped.
[[nodiscard]] std::string cmake_of(const observation& of, const sharing& found,
                                   const remedy_plan& plan);

/// The same with the functions of CMake alone: RESOURCE_LOCK,
/// WORKING_DIRECTORY, RUN_SERIAL, DEPENDS.
[[nodiscard]] std::string stock_cmake_of(const observation& of,
                                         const sharing& found,
                                         const remedy_plan& plan);

}  // namespace parallel_testing::tools
