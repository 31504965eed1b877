// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/marker_examples.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(marker, C27_each_form_of_each_kind_is_read) {
  std::map<std::string, form_examples> examples;
  for (const form_examples& each : all_form_examples()) {
    examples[each.form] = each;
  }
  for (const marker_row& row : marker_table) {
    for (const std::string& form : forms_of(row)) {
      ASSERT_FALSE(examples[form].valid.empty()) << form;
      for (const std::string& argument : examples[form].valid) {
        const std::string text = marker_with(row, form, argument);
        const parsed_marker read = parse_marker(text);
        EXPECT_EQ(read.kind, row.kind) << text;
        EXPECT_EQ(read.text, text);
      }
      for (const std::string& argument : examples[form].malformed) {
        const std::string text = marker_with(row, form, argument);
        EXPECT_FALSE(parse_marker(text).is_need()) << text;
      }
    }
  }
}

TEST(marker, C27_is_one_in_full) {
  for (const char* text : {"lock",
                           "port",
                           "memory",
                           "timeout",
                           "group",
                           "leak",
                           "resource",
                           "threads",
                           "fixture",
                           "flaky",
                           "grace",
                           "no_parallel:",
                           "no_parallel:a:b",
                           "no_parallel:a:shared",
                           "serial:x",
                           "supervised:x",
                           "Serial",
                           "PORT:80",
                           "issue:123",
                           "Parser::parse",
                           "port::open",
                           "lock::acquire",
                           "file::size()",
                           ":",
                           "::",
                           "slow",
                           "unit",
                           "@serial",
                           "x",
                           ""}) {
    EXPECT_FALSE(parse_marker(text).is_need()) << text;
  }
}

TEST(marker, texts_that_are_not_markers_are_labels_or_malformed) {
  EXPECT_EQ(parse_marker("slow").kind, marker_kind::label);
  EXPECT_EQ(parse_marker("port").kind, marker_kind::label);
  EXPECT_EQ(parse_marker("").kind, marker_kind::label);
  EXPECT_EQ(parse_marker("port:http").kind, marker_kind::malformed);
  EXPECT_EQ(parse_marker("Parser::parse").kind, marker_kind::malformed);
  EXPECT_EQ(parse_marker("@lock:a").kind, marker_kind::plain_tag);
}

TEST(marker, has_its_parts_as_values) {
  EXPECT_EQ(parse_marker("port:8080").amount, 8080U);
  EXPECT_EQ(parse_marker("ports").amount, 1U);
  EXPECT_EQ(parse_marker("ports:3").amount, 3U);
  EXPECT_EQ(parse_marker("threads:4").amount, 4U);
  EXPECT_EQ(parse_marker("threads:4").name, "");
  EXPECT_EQ(parse_marker("threads:4:pinned").amount, 4U);
  EXPECT_EQ(parse_marker("threads:4:pinned").name, "pinned");
  EXPECT_EQ(parse_marker("mpi:2").amount, 2U);
  EXPECT_EQ(parse_marker("mpi:2").name, "");
  EXPECT_EQ(parse_marker("mpi:4,2").amount, 4U);
  EXPECT_EQ(parse_marker("mpi:4,2").name, "4,2");
  EXPECT_EQ(parse_marker("gpu").amount, 1U);
  EXPECT_EQ(parse_marker("gpu:2").amount, 2U);
  EXPECT_EQ(parse_marker("gpu:memory:4KiB").amount, 4096U);
  EXPECT_EQ(parse_marker("gpu:memory:4KiB").name, "memory");
  EXPECT_EQ(parse_marker("gpu:share:25").amount, 25U);
  EXPECT_EQ(parse_marker("gpu:share:25").name, "share");
  EXPECT_EQ(parse_marker("flaky:2").amount, 2U);
  EXPECT_EQ(parse_marker("timeout:1.5").seconds, 1.5);
  EXPECT_EQ(parse_marker("grace:0.25").seconds, 0.25);
  EXPECT_EQ(parse_marker("lock:fonts").name, "fonts");
  EXPECT_EQ(parse_marker("lock:fonts").mode, lock_mode::exclusive);
  EXPECT_EQ(parse_marker("database:d:shared").name, "d");
  EXPECT_EQ(parse_marker("database:d:shared").mode, lock_mode::shared);
  EXPECT_EQ(parse_marker("database").name, "");
  EXPECT_EQ(parse_marker("no_parallel:g").name, "g");
  EXPECT_EQ(parse_marker("leak:warn").name, "warn");
  EXPECT_EQ(parse_marker("resource:gpu").name, "gpu");
  EXPECT_EQ(parse_marker("resource:gpu").amount, 1U);
  EXPECT_EQ(parse_marker("resource:gpu:5").amount, 5U);
}

TEST(marker, memory_is_in_bytes) {
  EXPECT_EQ(parse_marker("memory:7B").amount, 7U);
  EXPECT_EQ(parse_marker("memory:3KB").amount, 3000U);
  EXPECT_EQ(parse_marker("memory:2KiB").amount, 2048U);
  EXPECT_EQ(parse_marker("memory:2MB").amount, 2000000U);
  EXPECT_EQ(parse_marker("memory:2MiB").amount, 2097152U);
  EXPECT_EQ(parse_marker("memory:1GB").amount, 1000000000U);
  EXPECT_EQ(parse_marker("memory:1GiB").amount, 1073741824U);
  EXPECT_FALSE(parse_marker("memory:1GiB").is_limit);
  EXPECT_TRUE(parse_marker("memory:1GiB:hard").is_limit);
}

TEST(marker, has_one_canonical_text_for_each_meaning) {
  EXPECT_THAT(
      canonical_texts(parsed({"serial", "no_parallel", "no_parallel:serial",
                              "lock:serial", "slow", "@serial", "a:b"})),
      ElementsAre("no_parallel", "no_parallel", "no_parallel:serial",
                  "lock:serial", "slow", "@serial", "a:b"));
  EXPECT_EQ(parse_marker("serial").text, "serial");
}

TEST(marker, of_a_known_word_has_a_usage) {
  EXPECT_EQ(usage_of("port:http"), "port:<1-65535>");
  EXPECT_EQ(usage_of("serial:x"), "serial");
  EXPECT_EQ(usage_of("no_parallel"), "no_parallel or no_parallel:<group>");
  EXPECT_EQ(usage_of("database:"),
            "database, database:<name>, database:<name>:shared, "
            "database:<name>:cluster or database:<name>:shared:cluster");
  EXPECT_EQ(usage_of("slow"), "");
  EXPECT_EQ(usage_of(""), "");
}

TEST(marker, labels_declare_no_need) {
  for (const char* label : {"unit", "integration", "slow", "fast", "auth",
                            "api", "db", "network", "smoke", "e2e"}) {
    EXPECT_TRUE(is_builtin_label(label)) << label;
    EXPECT_FALSE(parse_marker(label).is_need()) << label;
  }
  for (const char* other : {"", "slower", "billing", "port", "lock:a"}) {
    EXPECT_FALSE(is_builtin_label(other)) << other;
  }
}

TEST(marker, C83_plain_tags_are_distinguished_from_markers) {
  marker_list all = parsed({"lock:a", plain_tag("lock:b"), "serial",
                            plain_tag("Parser::parse"), "slow"});
  EXPECT_FALSE(all[1].is_need());
  EXPECT_THAT(take_plain_tags(all), ElementsAre("lock:b", "Parser::parse"));
  EXPECT_THAT(canonical_texts(all),
              ElementsAre("lock:a", "no_parallel", "slow"));
  EXPECT_THAT(take_plain_tags(all), IsEmpty());
}

TEST(list_of_markers, C83_holds_markers_of_any_characters) {
  const std::vector<std::string> texts = {
      "lock:x", "tl;dr",     "no;serial", "a;lock:x", "[",          "]",
      "x[1]",   "end\\",     "\\;",       "100 %",    "%3B",        "%",
      "%2",     "two words", "\x1f",      "\n",       "gr\xC3\xBCn"};
  EXPECT_EQ(canonical_texts(parse_markers(joined_markers(parsed(texts)))),
            texts);
}

TEST(list_of_markers, of_plain_markers_is_a_list_of_cmake) {
  EXPECT_EQ(joined_markers(parsed({"lock:x", "slow"})), "lock:x;slow");
  EXPECT_THAT(canonical_texts(parse_markers("lock:x;slow")),
              ElementsAre("lock:x", "slow"));
  EXPECT_EQ(joined_markers({}), "");
  EXPECT_THAT(parse_markers(""), IsEmpty());
}

TEST(list_of_markers, keeps_the_spelling_of_the_source) {
  EXPECT_EQ(joined_markers(parse_markers("serial;slow")), "serial;slow");
}

TEST(list_of_markers, has_no_character_that_a_list_of_cmake_interprets) {
  EXPECT_EQ(joined_markers(parsed({"a;b", "[c\\", "d"})), "a%3Bb;%5Bc%5C;d");
}

TEST(list_of_markers, keeps_percent_signs_that_are_not_escapes) {
  EXPECT_THAT(canonical_texts(parse_markers("50%;%zz;%4")),
              ElementsAre("50%", "%zz", "%4"));
}

std::vector<std::string> united(
    const std::vector<std::vector<std::string>>& cases) {
  std::vector<marker_list> lists;
  for (const std::vector<std::string>& each : cases) {
    lists.push_back(parsed(each));
  }
  return canonical_texts(united_markers(lists));
}

TEST(united_markers, are_all_that_any_case_needs) {
  EXPECT_THAT(united({{"slow", "lock:a"}, {}, {"lock:a", "port:80"}}),
              ElementsAre("slow", "lock:a", "port:80"));
  EXPECT_THAT(united({{}, {}}), IsEmpty());
}

TEST(united_markers, have_one_of_two_that_mean_the_same) {
  EXPECT_THAT(united({{"serial"}, {"no_parallel"}}),
              ElementsAre("no_parallel"));
}

TEST(united_markers, C83_keep_plain_tags_as_they_are) {
  EXPECT_THAT(united({{"@timeout::x", "@resource::a"},
                      {"@group::b", "@memory::c", "@lock:a:shared", "lock:a"}}),
              ElementsAre("@timeout::x", "@resource::a", "@group::b",
                          "@memory::c", "@lock:a:shared", "lock:a"));
}

TEST(united_markers, have_the_greatest_limit_of_memory) {
  EXPECT_THAT(united({{"memory:900MiB:hard"}, {"memory:1GiB:hard"}, {}}),
              ElementsAre("memory:1GiB:hard"));
}

TEST(united_markers, add_time_up_when_all_cases_have_one) {
  EXPECT_THAT(united({{"timeout:30"}, {"timeout:1.5"}}),
              ElementsAre("timeout:31.5"));
  EXPECT_THAT(united({{"timeout:0.00001"}, {"timeout:0.00001"}}),
              ElementsAre("timeout:0.00002"));
  EXPECT_THAT(united({{"timeout:900000000"}, {"timeout:100000000"}}),
              ElementsAre("timeout:1000000000"));
  EXPECT_THAT(united({{"timeout:30"}, {}}), IsEmpty());
}

TEST(united_markers, take_the_greatest_of_counts) {
  EXPECT_THAT(
      united({{"threads:2", "ports", "memory:900MiB", "flaky:2"},
              {"threads:10", "ports:3", "memory:1GiB"},
              {"resource:gpu", "resource:cpu:7"},
              {"resource:gpu:2", "resource:cpu:1", "flaky:1"}}),
      UnorderedElementsAre("threads:10", "ports:3", "memory:1GiB",
                           "resource:gpu:2", "resource:cpu:7", "flaky:2"));
}

TEST(united_markers, require_what_each_case_requires_of_devices_and_cores) {
  EXPECT_THAT(united({{"gpu:2"}, {"gpu"}, {"gpu:share:25"}}),
              ElementsAre("gpu:2"));
  EXPECT_THAT(united({{"gpu:share:25"}, {"gpu:share:50"}}),
              ElementsAre("gpu:share:50"));
  EXPECT_THAT(united({{"gpu:share:25"}, {"gpu:memory:4GiB"}}),
              ElementsAre("gpu"));
  EXPECT_THAT(united({{"threads:4"}, {"threads:2:pinned"}}),
              ElementsAre("threads:4:pinned"));
}

TEST(marker, C106_of_a_lock_may_concern_the_cluster) {
  EXPECT_TRUE(parse_marker("lock:a:cluster").is_cluster);
  EXPECT_FALSE(parse_marker("lock:cluster").is_cluster);
  const parsed_marker reader = parse_marker("database:d:shared:cluster");
  EXPECT_TRUE(reader.is_cluster);
  EXPECT_EQ(reader.name, "d");
  EXPECT_EQ(reader.mode, lock_mode::shared);
  EXPECT_EQ(parse_marker("no_parallel:a:cluster").kind, marker_kind::malformed);
}

TEST(united_markers, drop_what_the_whole_includes) {
  EXPECT_THAT(united({{"database:x:shared", "lock:y:shared"},
                      {"database:x", "group:g"}}),
              ElementsAre("lock:y:shared", "database:x"));
  EXPECT_THAT(united({{"lock:y:shared:cluster"}, {"lock:y:cluster"}}),
              ElementsAre("lock:y:cluster"));
}

TEST(isolations, are_read_from_markers) {
  EXPECT_THAT(
      private_views_of(parsed({"isolate"})),
      ElementsAre(private_view::network, private_view::tmp, private_view::ipc));
  EXPECT_THAT(
      private_views_of(parsed({"isolate:pid", "isolate:tmp", "isolate:pid"})),
      ElementsAre(private_view::pid, private_view::tmp));
  EXPECT_THAT(
      private_views_of(parsed({"slow", "isolate:ipc", "isolate"})),
      ElementsAre(private_view::ipc, private_view::network, private_view::tmp));
  EXPECT_THAT(private_views_of(parsed({"port:80"})), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing
