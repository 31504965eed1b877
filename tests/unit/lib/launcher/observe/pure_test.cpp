// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <gtest/gtest.h>

#include <string>

#include "observe/chance.hpp"
#include "observe/interpreter.hpp"
#include "observe/ledger.hpp"
#include "observe/paths.hpp"
#include "observe/sockets.hpp"

namespace parallel_testing::launcher {
namespace {

using observed::chance;
using observed::place;
using observed::use;

TEST(plain_path, leaves_out_parts_that_lead_nowhere) {
  EXPECT_EQ(plain_path("/a/b"), "/a/b");
  EXPECT_EQ(plain_path("/a//b/./c/../d/"), "/a/b/d");
  EXPECT_EQ(plain_path("/../.."), "/");
  EXPECT_EQ(plain_path("/.hidden/..x"), "/.hidden/..x");
}

TEST(chance_in, words_of_people_meet_and_random_ones_do_not) {
  const auto known = origin_of_name::unknown;
  for (const char* const each :
       {"/tmp/orders.csv", "Orders2", "v1_final", "ordersDb", "test_123"}) {
    EXPECT_EQ(chance_in(each, known, {}), chance::meets) << each;
  }
  for (const char* const each :
       {"/tmp/fileXy3kQz", "deadbeef01", "log.1795971443987"}) {
    EXPECT_EQ(chance_in(each, known, {}), chance::random) << each;
  }
  EXPECT_EQ(chance_in("/tmp/dkQzAbc", origin_of_name::had_to_be_new, {}),
            chance::random);
}

TEST(chance_in, the_id_of_a_process_is_known_in_a_name) {
  EXPECT_EQ(chance_in("log.4711", origin_of_name::unknown, {4711}),
            chance::pid);
  EXPECT_EQ(chance_in("log4711.txt", origin_of_name::unknown, {4711}),
            chance::pid);
  EXPECT_EQ(chance_in("log.47110", origin_of_name::unknown, {4711}),
            chance::meets);
}

TEST(uses_of_open, follow_from_the_flags) {
  EXPECT_EQ(uses_of_open(O_RDONLY), bit(use::read));
  EXPECT_EQ(uses_of_open(O_WRONLY | O_APPEND), bit(use::append));
  EXPECT_EQ(uses_of_open(O_RDWR), bit(use::read) | bit(use::write));
  EXPECT_EQ(uses_of_open(O_WRONLY | O_CREAT | O_TRUNC),
            bit(use::write) | bit(use::create));
  EXPECT_EQ(uses_of_open(O_RDWR | O_CREAT | O_EXCL),
            bit(use::read) | bit(use::write) | bit(use::create_exclusive));
  EXPECT_EQ(uses_of_open(O_PATH), bit(use::probe));
}

TEST(place_of, is_the_first_that_fits) {
  const known_places known{"/tmp/build", "/tmp", "/home/me"};
  EXPECT_EQ(place_of("/tmp/build/x", known), place::working);
  EXPECT_EQ(place_of("/tmp/builder", known), place::temp);
  EXPECT_EQ(place_of("/home/me/.x", known), place::home);
  EXPECT_EQ(place_of("/usr/lib/x", known), place::system);
  EXPECT_EQ(place_of("/data/x", known), place::elsewhere);
  EXPECT_EQ(place_of("tcp:127.0.0.1:80", known), place::nowhere);
}

TEST(is_beside_the_point, holds_for_what_disturbs_nobody) {
  for (const char* const each :
       {"/dev/null", "/proc/self/maps", "/b/x.gcda", "/b/x.profraw"}) {
    EXPECT_TRUE(is_beside_the_point(each)) << each;
  }
  for (const char* const each :
       {"/proc/sys/kernel/x", "/dev/shm/x", "/dev/sda"}) {
    EXPECT_FALSE(is_beside_the_point(each)) << each;
  }
}

TEST(protocol_named, comes_from_the_name_of_the_kernel) {
  EXPECT_EQ(protocol_named("TCPv6"), "tcp");
  EXPECT_EQ(protocol_named("UDP"), "udp");
  EXPECT_EQ(protocol_named("NETLINK"), "");
}

ledger::sighting seen(const std::string& name, use how) {
  ledger::sighting result;
  result.what.canonical = name;
  result.uses = bit(how);
  return result;
}

TEST(ledger, one_entry_counts_the_uses_of_one_kind) {
  ledger notes;
  notes.add(seen("/a", use::read));
  notes.add(seen("/a", use::read));
  notes.add(seen("/a", use::write));
  ASSERT_EQ(notes.items().size(), 1U);
  const auto& uses = notes.items()[0]->uses;
  ASSERT_EQ(uses.size(), 2U);
  EXPECT_EQ(uses[0].count, 2U);
  EXPECT_EQ(uses[1].count, 1U);
}

TEST(ledger, names_of_full_directories_are_folded_and_others_stay) {
  ledger notes(200);
  notes.add(seen("/quiet/one", use::write));
  for (int at = 0; at < 1000; ++at) {
    notes.add(seen("/full/" + std::to_string(at), use::create));
  }
  ASSERT_NE(notes.find("/quiet/one"), nullptr);
  const ledger::item* const folded = notes.find("/full/");
  ASSERT_NE(folded, nullptr);
  EXPECT_EQ(folded->what.folded, 1000);
  EXPECT_EQ(notes.folded(), 1000);
  ASSERT_EQ(folded->uses.size(), 1U);
  EXPECT_EQ(folded->uses[0].count, 1000U);
  EXPECT_LE(notes.items().size(), 200U);
}

TEST(ledger, directories_with_one_name_each_are_folded_too) {
  ledger notes(200);
  for (int at = 0; at < 5000; ++at) {
    notes.add(seen("/d/" + std::to_string(at) + "/x", use::create));
  }
  EXPECT_LE(notes.items().size(), 200U);
  EXPECT_EQ(notes.folded(), 5000);
}

}  // namespace
}  // namespace parallel_testing::launcher
