// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Makes system calls of the runtime fail until the end of a scope.
#pragma once

#include "base/os.hpp"

namespace parallel_testing::unit {

class scoped_calls {
 public:
  scoped_calls() = default;
  scoped_calls(const scoped_calls&) = delete;
  scoped_calls& operator=(const scoped_calls&) = delete;
  ~scoped_calls() { os::calls() = real_; }

  /// Where replacements are put.
  os::call_table* operator->() { return &os::calls(); }
  const os::call_table& real() const { return real_; }

 private:
  const os::call_table real_ = os::calls();
};

}  // namespace parallel_testing::unit
