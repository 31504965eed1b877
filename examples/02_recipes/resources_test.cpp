// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/socket.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/gtest.hpp>

namespace pt = parallel_testing;

TEST(Resources, ServerListensWithoutAGap) {
  pt::listening_socket socket = pt::listen_on_free_port();
  EXPECT_GT(socket.port(), 0);
  EXPECT_EQ(listen(socket.fd(), 8), 0);
}

TEST(Resources, ServerIsToldItsPorts) {
  std::vector<pt::reserved_port> ports = pt::reserve_ports(2);
  EXPECT_NE(ports[0].number(), ports[1].number());
}

TEST(Resources, NamesAreOnesOwn) {
  std::string schema = pt::schema_name("orders");  // orders_gw0_1a2b3c4d
  std::string queue = pt::unique_resource_name();  // test_gw0_5e6f7a8b
  const pt::worker& me = pt::this_worker();        // gw0, gw1, … or master
  EXPECT_NE(schema.find(me.id()), std::string::npos);
  EXPECT_NE(queue, pt::unique_resource_name());
}

TEST(Resources, SettingsArePutBack) {
  pt::temp_dir dir;
  pt::scoped_environment environment{{"TZ", "UTC"}};
  pt::scoped_current_path here{dir.path()};
  EXPECT_STREQ(getenv("TZ"), "UTC");
}

TEST(Resources, PicturesOfAFailureAreKept) {
  std::ofstream(pt::artifact("invoice.svg"))
      << "<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>\n";
  EXPECT_TRUE(std::filesystem::exists(pt::artifact("invoice.svg")));
}

TEST(Resources, ExcludeOthersForAWhile) {
  pt::named_lock fonts{"fonts"};
  SUCCEED();
}

TEST(Resources, WorkIsDoneOnceInTheWholeRun) {
  const std::string prices = pt::once_per_run("prices", [] {
    return std::string("pen,3\n");  // or the path of something large
  });
  EXPECT_EQ(prices, "pen,3\n");
}
