// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {

class Launched : public testing::TestWithParam<int> {
  const e2e::guard worker_{pt::this_worker().id()};
};

TEST_P(Launched, IsOneOfTheWorkers) {
  EXPECT_TRUE(pt::this_worker().is_parallel());
  EXPECT_EQ(e2e::variable("PARALLEL_TESTING_WORKER"), pt::this_worker().id());
  const e2e::section mine(pt::this_worker().id());
  e2e::note("worker", pt::this_worker().id());
  e2e::take_time(20);
}

TEST_P(Launched, HasADirectory) {
  pt::temp_dir dir;
  std::ofstream(dir / "file") << "content";
  e2e::take_time(10);
  std::ifstream file(dir / "file");
  std::string text;
  file >> text;
  EXPECT_EQ(text, "content");
}

TEST_P(Launched, HoldsALock) {
  const e2e::guard alone("lock");
  const e2e::section mine("lock");
  e2e::take_time(10);
}
PARALLEL_TESTING_MARK(Launched, HoldsALock, lock("launched"));

TEST_P(Launched, ReservesAPort) {
  const pt::listening_socket socket = pt::listen_on_free_port();
  const e2e::guard alone("port" + std::to_string(socket.port()));
  const e2e::section mine("port" + std::to_string(socket.port()));
  e2e::take_time(10);
}

INSTANTIATE_TEST_SUITE_P(Some, Launched, testing::Range(0, 4));

TEST(Dump, Everything) {
  const std::string script = e2e::variable("E2E_DUMP_SCRIPT");
  if (script.empty()) return;
  EXPECT_EQ(std::system(("sh " + script).c_str()), 0);
}

}  // namespace
