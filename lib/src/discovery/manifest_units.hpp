// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_MANIFEST_UNITS_HPP
#define PARALLEL_TESTING_SRC_MANIFEST_UNITS_HPP

#include <string>
#include <vector>

#include "discovery/distribution.hpp"
#include "discovery/manifest.hpp"

namespace parallel_testing {

/// Adds each unit to the manifest: single cases as they are, the others with
/// a reference into the text that is returned, the content of the units file.
std::string add_units(const std::vector<listed_case>& cases,
                      const distributed_cases& distributed,
                      const distribution_plan& plan, manifest& into);

}  // namespace parallel_testing

#endif
