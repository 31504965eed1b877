// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The corpora, and all that is one byte shorter or has one byte changed.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "targets.hpp"

namespace parallel_testing::fuzz {
namespace {

using target = void (*)(std::string_view);

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void read_variations(target read, const std::string& input) {
  read(input);
  for (std::size_t at = 0; at < input.size(); ++at) {
    read(std::string_view(input).substr(0, at));
    for (const char other : {'\0', '\n', '9', '\xff'}) {
      std::string changed = input;
      changed[at] = other;
      read(changed);
    }
  }
}

void read_corpus(target read, const std::string& name) {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(CORPUS "/" + name)) {
    SCOPED_TRACE(entry.path());
    read_variations(read, content_of(entry.path()));
    ++count;
  }
  EXPECT_GT(count, 0U);
}

TEST(corpus, C74_of_markers_is_read_or_refused) {
  read_corpus(read_markers, "markers");
}

TEST(corpus, C74_of_events_is_read_or_refused) {
  read_corpus(read_event_log, "events");
}

TEST(corpus, C74_of_observations_is_read_or_refused) {
  read_corpus(read_observed, "observed");
}

TEST(corpus, C74_of_resources_is_read_or_refused) {
  read_corpus(read_resources, "resources");
}

}  // namespace
}  // namespace parallel_testing::fuzz
