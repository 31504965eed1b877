// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_identity.hpp"

#include <cstdint>
#include <cstdlib>

#include "base/os.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

constexpr std::uint64_t greatest_rank = 9'999'999;

std::optional<rank_identity> read_rank(const rank_lookup& lookup,
                                       const rank_variables& names) {
  const char* const rank_text = lookup(names.rank);
  const char* const size_text = lookup(names.size);
  if (rank_text == nullptr || size_text == nullptr) {
    return std::nullopt;
  }
  const auto rank = whole_number(rank_text, greatest_rank);
  const auto size = whole_number(size_text, greatest_rank);
  if (!rank || !size || *rank >= *size) {
    return std::nullopt;
  }
  return rank_identity{static_cast<int>(*rank), static_cast<int>(*size)};
}

}  // namespace

std::optional<rank_identity> rank_of_mpi(const rank_lookup& lookup) {
  for (const rank_variables& each : variables_of_ranks) {
    if (const auto found = read_rank(lookup, each)) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<rank_identity> rank_in(const rank_lookup& lookup) {
  const auto ours = read_rank(lookup, {rank_variable, rank_count_variable});
  return ours ? ours : rank_of_mpi(lookup);
}

std::optional<rank_identity> own_launched_rank(std::string& directory) {
  directory = os::variable(ranks_variable);
  if (directory.empty()) {
    return std::nullopt;
  }
  return read_rank([](const char* name) { return std::getenv(name); },
                   {rank_variable, rank_count_variable});
}

bool is_launched_rank() noexcept {
  return std::getenv(ranks_variable) != nullptr &&
         std::getenv(rank_variable) != nullptr;
}

}  // namespace parallel_testing
