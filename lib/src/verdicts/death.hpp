// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_DEATH_HPP
#define PARALLEL_TESTING_SRC_DEATH_HPP

namespace parallel_testing {

/// Ends this process as the signal ends those that do not handle it. Leaves no
/// core dump: the cause is in another process, or already on stderr.
[[noreturn]] void die_of(int number) noexcept;

/// Ends this process in the one way that CTest takes for a failure whatever the
/// properties of the test say: by a signal. WILL_FAIL, SKIP_RETURN_CODE,
/// PASS_REGULAR_EXPRESSION and SKIP_REGULAR_EXPRESSION give exit codes and
/// output other meanings.
[[noreturn]] void die_as_failure() noexcept;

}  // namespace parallel_testing

#endif
