// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PROGRAM_END_HPP
#define PARALLEL_TESTING_SRC_PROGRAM_END_HPP

// What happens when the program ends: its process is judged, and ends so that
// ctest takes nothing for passed or skipped that is not.
namespace parallel_testing {

class process;

/// Has process::finish() called when the program ends by itself, and acts on
/// the verdict.
void finish_at_exit(process& made);

/// The same, for a program that is about to end without its exit handlers.
void finish_early(int status) noexcept;

}  // namespace parallel_testing

#endif
