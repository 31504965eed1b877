// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

// The functions of MPI that the tests need.
namespace ranks {

void begin();
/// Waits for the other ranks; does nothing without begin().
void end();
int rank();
int size();
void wait_for_all();
int sum_of(int number);
/// Waits for a message that nobody sends.
void wait_for_nothing();

}  // namespace ranks
