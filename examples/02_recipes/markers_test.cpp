// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One test for each marker.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <future>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <vector>

namespace pt = parallel_testing;

// A file that all these tests share, and that is incomplete for a moment.
void change(const std::string& name) {
  std::ofstream file(name);
  file << "begun" << std::flush << " and done";
}
std::string state_of(const std::string& name) {
  std::string text;
  std::getline(std::ifstream(name), text);
  return text;
}

bool can_bind(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result =
      bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  close(fd);
  return result == 0;
}

// No other test runs at the same time.
TEST(Clock, GoesForward) {
  const auto before = std::chrono::steady_clock::now();
  EXPECT_LE(before, std::chrono::steady_clock::now());
}
PARALLEL_TESTING_MARK(Clock, GoesForward, no_parallel);

// The first two tests take turns; the next two run side by side.
TEST(Fonts, AreInstalled) {
  change("fonts.txt");
  EXPECT_EQ(state_of("fonts.txt"), "begun and done");
}
TEST(Fonts, AreReplaced) {
  change("fonts.txt");
  EXPECT_EQ(state_of("fonts.txt"), "begun and done");
}
TEST(Fonts, AreListed) {
  EXPECT_NE(state_of("fonts.txt"), "begun");
}
TEST(Fonts, AreDrawn) {
  EXPECT_NE(state_of("fonts.txt"), "begun");
}
PARALLEL_TESTING_MARK(Fonts, AreInstalled, lock("fonts"));
PARALLEL_TESTING_MARK(Fonts, AreReplaced, no_parallel("fonts"));
PARALLEL_TESTING_MARK(Fonts, AreListed, lock("fonts", lock_mode::shared));
PARALLEL_TESTING_MARK(Fonts, AreDrawn, lock("fonts", lock_mode::shared));

// A fixed port, and two that the library chooses.
TEST(Server, Listens) {
  EXPECT_TRUE(can_bind(18082));
}
TEST(Server, JoinsACluster) {
  const std::vector<pt::reserved_port> ports = pt::reserve_ports(2);
  EXPECT_NE(ports[0].number(), ports[1].number());
}
PARALLEL_TESTING_MARK(Server, Listens, port(18082));
PARALLEL_TESTING_MARK(Server, JoinsACluster, ports(2));

// An existing database, which one test changes and many read; a private one.
TEST(Orders, Migrate) {
  change("orders.db");
  EXPECT_EQ(state_of("orders.db"), "begun and done");
}
TEST(Orders, AreRead) {
  EXPECT_NE(state_of("orders.db"), "begun");
}
TEST(Orders, StartEmpty) {
  EXPECT_NE(pt::database_name("orders"), "orders");
}
PARALLEL_TESTING_MARK(Orders, Migrate, database("orders"));
PARALLEL_TESTING_MARK(Orders, AreRead, database("orders", lock_mode::shared));
PARALLEL_TESTING_MARK(Orders, StartEmpty, database());

// Half of a device, and some memory; other tests get the rest.
TEST(Shader, Compiles) {
  for (const pt::allocation& gpu : pt::allocations_of("gpu")) {
    EXPECT_TRUE(gpu.id == "0" || gpu.id == "1");
    EXPECT_EQ(gpu.slots, 50U);
  }
}
TEST(Index, IsSorted) {
  EXPECT_EQ(std::vector<char>(1'000'000).size(), 1'000'000U);
}
PARALLEL_TESTING_MARK(Shader, Compiles, resource("gpu", 50));
PARALLEL_TESTING_MARK(Index, IsSorted, memory(64_MiB));

// Keeps two processors busy for at most thirty seconds.
TEST(Matrix, IsInverted) {
  auto half = std::async(std::launch::async, [] { return 21; });
  EXPECT_EQ(half.get() * 2, 42);
}
PARALLEL_TESTING_MARK(Matrix, IsInverted, threads(2), timeout(30s));

// Needs the test `fill_cache`, which runs before it.
TEST(Cache, IsWarm) {
  EXPECT_EQ(state_of("cache.txt"), "full");
}
PARALLEL_TESTING_MARK(Cache, IsWarm, fixture("cache"));

// One process runs both tests: the second one sees what the first one loaded.
std::string& model() {
  static std::string loaded;
  return loaded;
}
TEST(Model, IsLoaded) {
  model() = "loaded";
  EXPECT_EQ(model(), "loaded");
}
TEST(Model, Answers) {
  if (model().empty()) model() = "loaded";
  EXPECT_EQ(model(), "loaded");
}
PARALLEL_TESTING_MARK_SUITE(Model, group("model"));

// Has a private network, and so every port: no other test waits for it.
TEST(Proxy, Listens) {
  EXPECT_TRUE(can_bind(18082));
}
PARALLEL_TESTING_MARK(Proxy, Listens, isolate(private_view::network));

// Starts a process. If it outlived the test, the launcher would end and report
// it. At the timeout, two seconds are enough to stop.
TEST(Daemon, Answers) {
  EXPECT_EQ(std::system("exit 0"), 0);
}
PARALLEL_TESTING_MARK(Daemon, Answers, supervised, leak(leak_policy::fail),
                      grace(2s));

// Uses a service that fails now and then; parallel-testing run tries again.
TEST(Weather, IsKnown) {
  EXPECT_NE(std::string("sunny"), "");
}
PARALLEL_TESTING_MARK(Weather, IsKnown, flaky(2));

// ctest -L billing; ctest -LE slow
TEST(Invoices, AreAllPrinted) {
  EXPECT_EQ("No. " + std::to_string(7), "No. 7");
}
PARALLEL_TESTING_MARK(Invoices, AreAllPrinted, label("billing"), label("slow"));
