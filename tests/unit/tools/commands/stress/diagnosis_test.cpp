// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/diagnosis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::stress_command {
namespace {

using testing::HasSubstr;

diagnosis disturbed(const std::string& message,
                    const std::vector<std::string>& others = {"Mail.Sends"}) {
  diagnosis found;
  found.why = cause::beside;
  found.test.message = message;
  found.others = others;
  return found;
}

TEST(advice, names_the_port) {
  EXPECT_EQ(advice_for(disturbed("bind to 127.0.0.1:8080: Address already in "
                                 "use"))
                .marker,
            "port:8080");
  EXPECT_EQ(advice_for(disturbed("EADDRINUSE: port 9000 is taken")).marker,
            "port:9000");
  EXPECT_EQ(
      advice_for(disturbed("server.cpp:21: Address already in use")).marker,
      "lock:port");
}

TEST(advice, names_the_file) {
  EXPECT_EQ(advice_for(disturbed("cannot open '/tmp/app/cache.db': No such "
                                 "file or directory"))
                .marker,
            "lock:cache.db");
  EXPECT_EQ(advice_for(disturbed("mkdir: File exists")).marker, "lock:files");
}

TEST(advice, names_databases) {
  EXPECT_EQ(advice_for(disturbed("database is locked")).marker,
            "database:shared");
}

TEST(advice, names_a_lock_after_the_other_when_it_knows_nothing) {
  EXPECT_EQ(advice_for(disturbed("1 != 2")).marker, "lock:Mail");
  EXPECT_EQ(advice_for(disturbed("1 != 2", {"two words"})).marker,
            "lock:two_words");
}

TEST(advice, for_time_outs_is_about_time) {
  diagnosis found = disturbed("");
  found.test.outcomes = {tools::verdict::pass, tools::verdict::timeout};
  EXPECT_THAT(advice_for(found).text, HasSubstr("timeout:n"));
}

TEST(advice, is_given_for_each_cause) {
  const auto text_for = [](cause why) {
    diagnosis found;
    found.why = why;
    return advice_for(found).text;
  };
  EXPECT_THAT(text_for(cause::by_itself), HasSubstr("mark it `flaky:2`"));
  EXPECT_THAT(text_for(cause::beside),
              HasSubstr("mark it and the other tests"));
  EXPECT_THAT(text_for(cause::before), HasSubstr("leave something behind"));
  EXPECT_THAT(text_for(cause::missing_before),
              HasSubstr("register them as a fixture"));
  EXPECT_THAT(text_for(cause::kept_state),
              HasSubstr("wrote outside a temp_dir is still there"));
  EXPECT_THAT(text_for(cause::not_repeated), HasSubstr("run more rounds"));
  EXPECT_THAT(text_for(cause::not_investigated),
              HasSubstr("run `parallel-testing stress` for this test"));
}

}  // namespace
}  // namespace parallel_testing::stress_command
