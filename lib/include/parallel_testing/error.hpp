// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_ERROR_HPP
#define PARALLEL_TESTING_ERROR_HPP

#include <stdexcept>

namespace parallel_testing {

/// The one exception type of the library. what() says what was given, what
/// went wrong and what to do about it.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace parallel_testing

#endif
