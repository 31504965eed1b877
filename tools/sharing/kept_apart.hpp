// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests CTest does not run at the same time anyway. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "observed/observation.hpp"

namespace parallel_testing::tools::sharing_rules {

class kept_apart {
 public:
  explicit kept_apart(const observation& of);
  /// Only about these tests.
  kept_apart(const observation& of, const std::vector<std::size_t>& tests);

  /// Whether a lock, RUN_SERIAL, DEPENDS or a fixture keeps them apart.
  [[nodiscard]] bool operator()(std::size_t first, std::size_t second) const;

  /// A test of each list, not the same one, that nothing keeps apart: the pair
  /// that is the example of these lists.
  [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> first_pair(
      const std::vector<std::size_t>& some,
      const std::vector<std::size_t>& others) const;

 private:
  /// Tests with the same locks.
  struct lock_class {
    bool runs_serial = false;
    std::vector<std::string> exclusive;  ///< sorted
    std::vector<std::string> shared;     ///< sorted
    auto operator<=>(const lock_class&) const = default;
  };
  using test_set = std::vector<std::uint64_t>;  ///< a bit for each test

  [[nodiscard]] bool classes_exclude(std::size_t first,
                                     std::size_t second) const;
  [[nodiscard]] bool one_awaits_other(std::size_t first,
                                      std::size_t second) const;
  static lock_class class_of(const watched_test& test);
  void add(const observation& of, const std::vector<std::size_t>& tests);

  std::vector<lock_class> classes_;
  std::vector<std::size_t> class_of_test_;
  /// The tests that end before this one starts; null if there are none.
  std::vector<std::shared_ptr<const test_set>> before_;
};

}  // namespace parallel_testing::tools::sharing_rules
