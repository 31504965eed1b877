// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <mpi.h>

#include <fstream>
#include <parallel_testing/gtest.hpp>
#include <string>

namespace pt = parallel_testing;

namespace {

// MPI starts when the tests run, not when the build lists them.
struct mpi_environment : testing::Environment {
  void SetUp() override { MPI_Init(nullptr, nullptr); }
  void TearDown() override { MPI_Finalize(); }
};
const auto* const environment =
    testing::AddGlobalTestEnvironment(new mpi_environment);

}  // namespace

// Fails if the assertion fails on any rank.
TEST(Exchange, SumsOverAllRanks) {
  const int own = pt::mpi::rank() + 1;
  int sum = 0;
  MPI_Allreduce(&own, &sum, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  EXPECT_EQ(sum, pt::mpi::size() * (pt::mpi::size() + 1) / 2);
}
PARALLEL_TESTING_MARK(Exchange, SumsOverAllRanks, mpi(1, 2));

// All ranks have the same directory.
TEST(Checkpoint, IsReadByAllRanks) {
  const pt::mpi::temp_dir dir;
  if (pt::mpi::rank() == 0) {
    std::ofstream(dir / "state") << "saved";
  }
  MPI_Barrier(MPI_COMM_WORLD);
  std::string state;
  std::ifstream(dir / "state") >> state;
  EXPECT_EQ(state, "saved");
}
PARALLEL_TESTING_MARK(Checkpoint, IsReadByAllRanks, mpi(2));
