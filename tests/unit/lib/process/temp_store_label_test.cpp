// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include "process/temp_store.hpp"

namespace parallel_testing {
namespace {

constexpr std::size_t most_bytes_of_socket_path = 107;  ///< sun_path less NUL
constexpr std::size_t promised_socket_name = 40;

TEST(label_limit, leaves_room_for_a_unix_socket) {
  for (std::size_t parent = 1; parent <= 40; ++parent) {
    for (const std::size_t worker : {3U, 4U, 6U}) {
      const std::size_t number = std::string("-9999").size();
      const std::size_t directory =
          parent + 1 + worker + 1 + label_limit(parent, worker) + number;
      EXPECT_LE(directory + 1 + promised_socket_name, most_bytes_of_socket_path)
          << parent << " " << worker;
    }
  }
}

TEST(label_limit, is_long_enough_to_recognise_a_test) {
  EXPECT_GE(label_limit(std::string("/tmp/pt-1000/0123abcd").size(), 3), 32U);
  for (std::size_t parent = 0; parent < 4096; ++parent) {
    ASSERT_GE(label_limit(parent, 3), 8U);
    ASSERT_LE(label_limit(parent, 3), 40U);
  }
}

}  // namespace
}  // namespace parallel_testing
