// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace parallel_testing {

/// Ends this process by the signal, as if it did not handle it. Does not leave
/// a core dump: the cause is in another process, or already on stderr.
[[noreturn]] void die_of(int number) noexcept;

/// Ends this process by a signal, the only end that CTest counts as a failure
/// whatever the properties of the test are. WILL_FAIL, SKIP_RETURN_CODE,
/// PASS_REGULAR_EXPRESSION and SKIP_REGULAR_EXPRESSION change the meaning of
/// exit codes and output.
[[noreturn]] void die_as_failure() noexcept;

}  // namespace parallel_testing
