// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What watched tests share, concluded from their records. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "observed/observation.hpp"

namespace parallel_testing::tools {

enum class category { files, ports, global_state, database, other };
enum class strength { weak, strong };

enum class relation {
  collision,  ///< they disturb each other when they run at the same time
  dependence  ///< the later test needs what the earlier one left
};

/// Tests that use a resource in the same way.
struct role {
  std::vector<observed::use> uses;  ///< sorted, without duplicates
  bool only_reads = false;  ///< tests with this role may run side by side
  std::string evidence;     ///< "writes /tmp/orders.csv"
  std::vector<std::size_t> tests;  ///< indices in observation::tests, sorted
};

/// Why tests of two roles, or two tests of one role, conflict.
struct role_conflict {
  std::size_t first = 0;  ///< indices in shared_resource::roles
  std::size_t second = 0;
  relation how = relation::collision;
  strength rank = strength::strong;
  /// With two tests as the example: "Orders.Export writes /tmp/orders.csv;
  /// Orders.Import reads it".
  std::string evidence;
};

/// A resource that tests share and about which at least two of them conflict.
struct shared_resource {
  observed::resource what;
  std::string name;  ///< canonical
  category kind = category::files;
  std::string database{};  ///< "postgresql" and similar; only of a database
  std::vector<role> roles{};
  std::vector<role_conflict> conflicts{};
  /// Of a directory: names in it about which the same tests conflict. Sorted;
  /// they are not in sharing::shared.
  std::vector<std::string> names_in_it{};
};

struct conflict_pair {
  std::size_t first = 0;  ///< indices in observation::tests, first < second
  std::size_t second = 0;
  relation how = relation::collision;
  strength rank = strength::strong;
  std::size_t conflict = 0;  ///< index in shared_resource::conflicts
};

/// Calls `visit` for each pair of tests that conflict about a resource and that
/// CTest may run at the same time: no lock, RUN_SERIAL, DEPENDS or fixture
/// keeps them apart. The number of calls is quadratic in the number of tests.
void for_each_pair(const observation& of, const shared_resource& resource,
                   const std::function<void(const conflict_pair&)>& visit);

enum class lone_kind {
  writes_outside,  ///< of the directories of the test and of the build tree
  leaves_files,    ///< files that it created and did not remove
  leaves_processes,
  binds_all_interfaces,
  changes_machine,  ///< host name, clock, system directories
  reads_time_zone,  ///< or locale
};

struct lone_finding {
  std::size_t test = 0;  ///< index in observation::tests
  lone_kind kind = lone_kind::writes_outside;
  std::string evidence;
};

struct sharing {
  /// Those with strong conflicts first, then by the number of tests.
  std::vector<shared_resource> shared;
  std::vector<lone_finding> alone;
  /// Tests about which nothing is certain: they were not run, did not pass, or
  /// their record is incomplete.
  std::vector<std::size_t> uncertain;

  [[nodiscard]] bool has_strong() const;
};

[[nodiscard]] sharing conclude(const observation& of);

}  // namespace parallel_testing::tools
