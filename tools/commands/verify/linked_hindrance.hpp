// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a program that has not run shows: libraries and sanitizers that must not
// be used after a fork.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace parallel_testing::verify_command {

/// A program or a shared library.
struct linked_file {
  std::vector<std::string> needed;  ///< names of shared libraries
  std::string run_path;
  bool has_thread_sanitizer = false;  ///< linked statically
};

/// std::nullopt if the path is not that of a program.
using linked_file_reader =
    std::function<std::optional<linked_file>(const std::string& path)>;

/// Why a program must not be forked, such as "it links CUDA (libcuda.so.1)"; ""
/// if it shows nothing. Also looks at the libraries that it finds by its run
/// path: those of its project. Pure, except for `read`.
[[nodiscard]] std::string hindrance_of(const std::string& program,
                                       const linked_file_reader& read);

/// The same for a program of this machine.
[[nodiscard]] std::string linked_hindrance(const std::string& program);

}  // namespace parallel_testing::verify_command
