// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace parallel_testing::benchmark {

/// The same measurement over several rounds.
struct series {
  std::vector<double> values;

  [[nodiscard]] double median() const;
  [[nodiscard]] double least() const;
  [[nodiscard]] double greatest() const;
};

/// Two things measured alternately, so that what disturbs one round disturbs
/// both halves of it.
struct pair_of_series {
  series ours;
  series other;

  /// Round by round.
  [[nodiscard]] series combined(
      const std::function<double(double, double)>& combine) const;
  [[nodiscard]] series other_by_ours() const;
  [[nodiscard]] series ours_by_other() const;
  [[nodiscard]] series ours_less_other() const;
};

[[nodiscard]] pair_of_series alternate(int rounds,
                                       const std::function<double()>& ours,
                                       const std::function<double()>& other);

/// "0.094 s (0.091..0.112)": median, least and greatest, times `scale`.
[[nodiscard]] std::string to_text(const series& measured, double scale,
                                  const std::string& unit);

}  // namespace parallel_testing::benchmark
