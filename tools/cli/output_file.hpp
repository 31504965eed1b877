// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <iosfwd>
#include <string>
#include <system_error>

namespace parallel_testing::cli {

/// Reports that `path` cannot be written. Throws failure.
[[noreturn]] void fail_to_write(const std::string& path,
                                const std::error_code& problem);

/// Puts `text` in the place of the file, as tools::replace_file(). Throws
/// failure.
void write_file(const std::string& path, const std::string& text);

/// The same, or prints it on `out` when `path` is `-`.
void write_output(const std::string& path, const std::string& text,
                  std::ostream& out);

/// Makes the directory of the file `path`, relative to where the user stands,
/// before hours of tests end in a report that cannot be written. Throws failure
/// where a file cannot be made there.
void prepare_output(const std::string& path);

}  // namespace parallel_testing::cli
