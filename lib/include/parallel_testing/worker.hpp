// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_WORKER_HPP
#define PARALLEL_TESTING_WORKER_HPP

#include <parallel_testing/same_layout.hpp>
#include <string>
#include <utility>

/// The worker and the run that this process belongs to.
///
///     namespace pt = parallel_testing;
///     const pt::worker& me = pt::this_worker();
///     connect("orders_" + me.id());           // orders_gw0, orders_gw1, …
///     use(devices[me.index_in_run()]);        // one of `ctest -j` devices
///     if (!me.is_parallel()) use_big_timeout();
///
/// Not promised: that two tests with the same id never ran on this machine.
/// They never run at the same time; an id is used again by later tests.

namespace parallel_testing {

/// The slot a test process occupies while it lives.
///
/// A process that ctest started holds the lowest slot that was free, by a
/// kernel lock that dies with the process, unique per user on this machine.
/// A process started by hand, or by another test, is "master".
class worker {
 public:
  worker(std::string id, int index, int index_in_run = 0)
      : id_(std::move(id)), index_(index), index_in_run_(index_in_run) {}

  /// "gw0", "gw1", … or "master". Constant for the life of the process, in
  /// all its threads and, unless they are tests themselves, its children.
  const std::string& id() const noexcept { return id_; }

  /// 0 for gw0, 1 for gw1, …; 0 for master. Differs between all running tests
  /// of this user on this machine, so it tells what they must not share: names,
  /// files, databases. When several runs share the machine it can be as large
  /// as all their tests together.
  int index() const noexcept { return index_; }

  /// 0 to one less than the most tests of this run that ran at a time: the
  /// lowest number that no other running test of the run had when this one
  /// started; 0 for master. It picks from what belongs to the run, such as
  /// `ctest -j` devices; tests of another run have the same numbers. Held by a
  /// kernel lock until the last process of the test ends, also after a crash;
  /// equal in all threads and processes of the test. In the environment of the
  /// test: PARALLEL_TESTING_INDEX_IN_RUN.
  int index_in_run() const noexcept { return index_in_run_; }

  /// True when other tests may run at the same time, i.e. id() != "master".
  bool is_parallel() const noexcept { return id_ != "master"; }

 private:
  std::string id_;
  int index_;
  int index_in_run_;
};

/// One ctest invocation, or one process started by hand.
class run {
 public:
  run(std::string id, std::string directory)
      : id_(std::move(id)), directory_(std::move(directory)) {}

  /// 32 lower-case hexadecimal digits, or PARALLEL_TESTING_RUN_ID verbatim.
  /// Equal in all tests of one ctest invocation.
  const std::string& id() const noexcept { return id_; }

  /// Absolute path of the directory that holds the event log of the run.
  const std::string& directory() const noexcept { return directory_; }

 private:
  std::string id_;
  std::string directory_;
};

/// The worker of this process. The first call in a process without an adapter
/// takes the slot; throws error when the state directory cannot be used.
const worker& this_worker();

/// The run this process belongs to; see this_worker() for the first call.
const run& this_run();

}  // namespace parallel_testing

#endif
