// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <iosfwd>
#include <string>

namespace parallel_testing::cli {

/// Writes `text` to the file `path`, which is there as a whole or not at all,
/// or to `out` when `path` is `-`. Throws failure.
void write_output(const std::string& path, const std::string& text,
                  std::ostream& out);

/// Makes the directory of the file `path`, relative to where the user stands,
/// before hours of tests end in a report that cannot be written. Throws failure
/// where a file cannot be made there.
void prepare_output(const std::string& path);

}  // namespace parallel_testing::cli
