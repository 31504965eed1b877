// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks.hpp"

#include <mpi.h>

namespace ranks {

void begin() {
  int has_begun = 0;
  MPI_Initialized(&has_begun);
  if (has_begun == 0) MPI_Init(nullptr, nullptr);
}

void end() {
  int has_begun = 0;
  MPI_Initialized(&has_begun);
  if (has_begun != 0) MPI_Finalize();
}

int rank() {
  int result = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &result);
  return result;
}

int size() {
  int result = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &result);
  return result;
}

void wait_for_all() {
  MPI_Barrier(MPI_COMM_WORLD);
}

int sum_of(int number) {
  int result = 0;
  MPI_Allreduce(&number, &result, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  return result;
}

void wait_for_nothing() {
  int nothing = 0;
  MPI_Recv(&nothing, 1, MPI_INT, 0, 7, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

}  // namespace ranks
