// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <stdexcept>

/// The exception type of the library.
///
///     try {
///       pt::temp_dir dir("../elsewhere");
///     } catch (const pt::error& problem) {
///       std::cerr << problem.what() << '\n';
///     }

namespace parallel_testing {

/// The only exception type that the library throws, apart from what the
/// standard library throws when memory runs out. what() names the input, what
/// went wrong and the remedy.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace parallel_testing
