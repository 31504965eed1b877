// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/ledger.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace parallel_testing::launcher {
namespace {

using observed::use;

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

TEST(ledger, truncations_are_counted_where_the_file_is_written) {
  ledger notes;
  ledger::sighting cut = seen("/a", use::write);
  cut.uses |= bit(use::create) | truncation;
  ledger::item& item = notes.add(std::move(cut));
  ledger::count(item, bit(use::write) | truncation);
  ledger::count(item, bit(use::write));
  ASSERT_EQ(item.uses.size(), 2U);
  EXPECT_EQ(item.uses[0].truncations, 2U);
  EXPECT_EQ(item.uses[0].count, 3U);
  EXPECT_EQ(item.uses[1].truncations, 0U);
}

TEST(ledger, what_one_process_shares_with_the_machine_is_shared) {
  ledger notes;
  ledger::sighting alone = seen("/tmp/x", use::write);
  alone.what.seen_by = observed::scope::own_namespace;
  ledger::item& item = notes.add(std::move(alone));
  notes.add(seen("/tmp/x", use::write));
  EXPECT_EQ(item.what.seen_by, observed::scope::machine);
}

TEST(ledger, a_name_of_one_run_stays_so_when_it_is_used_again) {
  ledger notes;
  ledger::sighting made = seen("/tmp/x", use::create_exclusive);
  made.what.meeting = observed::chance::random;
  ledger::item& item = notes.add(std::move(made));
  notes.add(seen("/tmp/x", use::read));
  EXPECT_EQ(item.what.meeting, observed::chance::random);
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
  EXPECT_GT(notes.folded(), 0);
  std::int64_t single_names = 0;
  for (const ledger::item* each : notes.items()) {
    single_names += each->what.folded == 0 ? 1 : 0;
  }
  EXPECT_EQ(notes.folded() + single_names, 5000);
}

}  // namespace
}  // namespace parallel_testing::launcher
