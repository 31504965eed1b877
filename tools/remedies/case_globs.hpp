// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How parallel_mark_tests() names the cases of watched tests. Pure.
#pragma once

#include "discovered/discovered_targets.hpp"
#include "observed/observation.hpp"

namespace parallel_testing::tools {

/// Sets watched_test::globs and has_adapter of the tests of
/// parallel_discover_tests(). A glob matches one case, unless the name of the
/// case is also the framework's name of another: then it matches all instances
/// of the case, because parallel_mark_tests() refuses anything else as
/// ambiguous.
void add_globs(observation& of, const discovery& known);

}  // namespace parallel_testing::tools
