// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CMake has its own table of markers. Both sides read the same texts, and the
// test compares what they make of them, row by row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "markers/lock_plan.hpp"
#include "markers/marker.hpp"
#include "support/child_process.hpp"
#include "support/marker_examples.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using lines = std::vector<std::string>;

lines lines_of(const std::string& text) {
  lines result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

/// Each word of the table with each argument, whether it fits or not.
lines all_texts() {
  std::set<std::string> arguments;
  for (const form_examples& each : all_form_examples()) {
    arguments.insert(each.valid.begin(), each.valid.end());
    arguments.insert(each.malformed.begin(), each.malformed.end());
  }
  lines texts = {
      "x",       "slow",   "unit",         "issue:123",     "Serial",
      "PORT:80", ":",      "::",           "Parser::parse", "@serial",
      "@lock:a", "prot:8", "file::size()", "two words",     "locks"};
  for (const marker_row& row : marker_table) {
    const std::string word(row.word);
    texts.push_back(word);
    for (const std::string& argument : arguments) {
      texts.push_back(word + ":" + argument);
    }
  }
  return texts;
}

/// What the library makes of a text, as read_markers.cmake prints it.
std::string reading_of(const std::string& text) {
  const parsed_marker marker = parse_marker(text);
  std::ostringstream line;
  line << "text " << joined_markers({marker}) << " |";
  if (!marker.is_need()) {
    const bool is_malformed =
        marker.kind == marker_kind::malformed && !usage_of(text).empty();
    return line.str() + (is_malformed ? " malformed" : " not a marker");
  }
  std::set<std::string> locks;
  for (const lock_request& each : locks_of({marker})) {
    const bool is_shared = each.mode == lock_mode::shared;
    locks.insert(each.key + (is_shared ? "=shared" : ""));
  }
  for (const std::string& lock : locks) line << ' ' << lock;
  const bool is_a_database =
      marker.kind == marker_kind::database && marker.name.empty();
  constexpr std::uint64_t mebibyte = 1U << 20U;
  if (marker.kind == marker_kind::gpu) {
    const bool is_memory = marker.name == "memory";
    line << " takes "
         << (is_memory ? (marker.amount + mebibyte - 1) / mebibyte
                       : marker.amount)
         << (is_memory                ? "M"
             : marker.name == "share" ? "p"
                                      : "d");
  } else if (marker.kind == marker_kind::memory) {
    line << " takes " << (marker.amount + mebibyte - 1) / mebibyte;
  } else if (marker.kind == marker_kind::ports ||
             marker.kind == marker_kind::resource ||
             marker.kind == marker_kind::threads || is_a_database) {
    line << " takes " << marker.amount;
  }
  return line.str();
}

/// Everything that both sides have to agree on.
lines expected_lines(const lines& texts) {
  lines result;
  for (const marker_row& row : marker_table) {
    result.push_back("row " + std::string(row.word) + " |" +
                     std::string(row.forms));
    result.push_back("usage " + usage_of(row.word));
  }
  for (const std::string_view label : builtin_labels) {
    result.push_back("label " + std::string(label));
  }
  for (const std::string& text : texts) result.push_back(reading_of(text));
  return result;
}

TEST(marker_table, C27_cmake_reads_each_marker_as_the_library_does) {
  const unit::scratch place;
  const lines texts = all_texts();
  EXPECT_GT(texts.size(), 1000U);
  std::string escaped;
  for (const std::string& text : texts) {
    escaped += joined_markers({parse_marker(text)}) + "\n";
  }
  unit::write_to(place.path("texts"), escaped);
  unit::child_process cmake(
      {CMAKE_PROGRAM, std::string("-Dmodules=") + CMAKE_MODULES,
       "-Dtexts=" + place.path("texts"), "-Dresult=" + place.path("result"),
       "-P", READ_MARKERS},
      {});
  EXPECT_EQ(cmake.finish(), 0);
  EXPECT_EQ(cmake.errors(), "");
  const lines expected = expected_lines(texts);
  const lines actual = lines_of(unit::content_of(place.path("result")));
  EXPECT_EQ(actual.size(), expected.size());
  for (std::size_t at = 0; at < std::min(actual.size(), expected.size());
       ++at) {
    ASSERT_EQ(actual[at], expected[at]) << "first difference";
  }
}

}  // namespace
}  // namespace parallel_testing
