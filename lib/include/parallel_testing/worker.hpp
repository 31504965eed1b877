// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/same_layout.hpp>
#include <string>
#include <utility>

/// The worker and the run that this process belongs to.
///
///     namespace pt = parallel_testing;
///     const pt::worker& me = pt::this_worker();
///     connect("orders_" + me.id());           // orders_gw0, orders_gw1, …
///     use(devices[me.index_in_run()]);        // one of `ctest -j` devices
///     if (me.is_parallel()) use_long_timeout();
///
/// Not promised: that an id has not been used before. Two tests that ctest
/// started never have the same id at the same time; later tests use it again.
/// All programs started by hand are "master", even at the same time.

namespace parallel_testing {

/// The slot that a test occupies while it runs; this_worker() returns it.
///
/// A test that ctest started holds the lowest slot that was free, by a kernel
/// lock that is released when its last process ends. Slots are unique per user
/// on this machine. A program started by hand holds no slot, and neither does a
/// test program that a test started and that counts as a separate test: both
/// are "master".
class worker {
 public:
  /// "gw0", "gw1", … or "master". The same in all threads and processes of the
  /// test, which also find it in the environment variable
  /// PARALLEL_TESTING_WORKER.
  [[nodiscard]] const std::string& id() const noexcept { return id_; }

  /// 0 for gw0, 1 for gw1, …; 0 for master. No two running tests of this user
  /// on this machine have the same index, except tests started by hand, so use
  /// it for resources that tests must not share: names, files, databases. While
  /// several runs share the machine, it can be as large as the number of all
  /// their running tests.
  [[nodiscard]] int index() const noexcept { return index_; }

  /// The lowest number, from 0, that no other running test of this run had when
  /// this one started; 0 for master. It is less than the number of tests that
  /// ctest runs at a time, so use it to choose among resources that belong to
  /// the run, such as `ctest -j` devices; tests of other runs have the same
  /// numbers. A kernel lock holds it until the last process of the test ends,
  /// even after a crash. The same in all threads and processes of the test,
  /// which also find it in the environment variable
  /// PARALLEL_TESTING_INDEX_IN_RUN.
  [[nodiscard]] int index_in_run() const noexcept { return index_in_run_; }

  /// True when ctest started this test, that is, when id() is not "master". It
  /// does not show whether another test is running now.
  [[nodiscard]] bool is_parallel() const noexcept { return id_ != "master"; }

 private:
  friend class membership;
  worker(std::string id, int index, int index_in_run = 0)
      : id_(std::move(id)), index_(index), index_in_run_(index_in_run) {}

  std::string id_;
  int index_;
  int index_in_run_;
};

/// One invocation of ctest, or one program started by hand; this_run() returns
/// it.
class run {
 public:
  /// 32 lower-case hexadecimal digits, or the value of PARALLEL_TESTING_RUN_ID.
  /// The same in all tests of one invocation of ctest.
  [[nodiscard]] const std::string& id() const noexcept { return id_; }

  /// The absolute path of the directory that holds the event log of the run.
  [[nodiscard]] const std::string& directory() const noexcept {
    return directory_;
  }

 private:
  friend class membership;
  run(std::string id, std::string directory)
      : id_(std::move(id)), directory_(std::move(directory)) {}

  std::string id_;
  std::string directory_;
};

/// The worker of this process, constant while the process lives. In a process
/// without an adapter the first call joins the run; it throws error when the
/// state directory cannot be used. Safe in every thread and after fork.
const worker& this_worker();

/// The run of this process; otherwise like this_worker().
const run& this_run();

}  // namespace parallel_testing
