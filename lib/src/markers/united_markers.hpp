// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_UNITED_MARKERS_HPP
#define PARALLEL_TESTING_SRC_UNITED_MARKERS_HPP

#include <string>
#include <vector>

namespace parallel_testing {

/// What a unit needs whose cases need these: everything any of them needs,
/// the greatest of counts, and the time of all if all have one.
std::vector<std::string> united_markers(
    const std::vector<std::vector<std::string>>& markers);

}  // namespace parallel_testing

#endif
