// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <iosfwd>
#include <string>
#include <system_error>

namespace parallel_testing::cli {

/// Reports that `path` cannot be written. Throws failure.
[[noreturn]] void fail_to_write(const std::string& path,
                                const std::error_code& problem);

/// Replaces the contents of the file by `text`, as tools::replace_file() does.
/// Throws failure.
void write_file(const std::string& path, const std::string& text);

/// The same, but prints `text` on `out` if `path` is `-`.
void write_output(const std::string& path, const std::string& text,
                  std::ostream& out);

/// Creates the directory of the file `path`, which is relative to the current
/// directory, so that hours of tests do not end in a report that cannot be
/// written. Throws failure if no file can be created there.
void prepare_output(const std::string& path);

}  // namespace parallel_testing::cli
