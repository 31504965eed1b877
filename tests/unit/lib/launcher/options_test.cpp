// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>

#include "../support/marker_examples.hpp"

namespace parallel_testing::launcher {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Property;
using testing::StrEq;
using testing::Throws;

options read(std::vector<const char*> words) {
  words.insert(words.begin(), "launcher");
  return read_options(static_cast<int>(words.size()), words.data());
}

TEST(options, name_markers_and_command_are_read) {
  const options given =
      read({"--name=a b;c", "--markers=port:80,slow", "--", "cat", "--"});
  EXPECT_EQ(given.name, "a b;c");
  EXPECT_THAT(canonical_texts(given.markers), ElementsAre("port:80", "slow"));
  EXPECT_EQ(given.command, 4);
}

TEST(options, an_observer_does_nothing_else_without_another_option) {
  for (const std::vector<const char*>& words :
       {std::vector<const char*>{"--observe=r", "--observe-test=a b", "--",
                                 "cat"},
        std::vector<const char*>{"--observe", "r", "--observe-test", "a b",
                                 "--", "cat"}}) {
    const options given = read(words);
    EXPECT_EQ(given.observed, "r");
    EXPECT_EQ(given.observed_test, "a b");
    EXPECT_TRUE(given.only_observes);
    EXPECT_EQ(given.command, static_cast<int>(words.size()));
  }
  EXPECT_FALSE(read({"--observe=r", "--name=x", "--", "cat"}).only_observes);
}

TEST(options, C111_name_the_program_that_starts_ranks) {
  const options given =
      read({"--mpi=openmpi:/a b/mpiexec", "--mpi-count=-np", "--mpi-before=-x",
            "--mpi-before=y", "--mpi-after=z", "--", "cat"});
  EXPECT_EQ(given.mpi.kind, mpi_kind::openmpi);
  EXPECT_EQ(given.mpi.program, "/a b/mpiexec");
  EXPECT_EQ(given.mpi.count_flag, "-np");
  EXPECT_THAT(given.mpi.before, ElementsAre("-x", "y"));
  EXPECT_THAT(given.mpi.after, ElementsAre("z"));
  EXPECT_EQ(read({"--starts-ranks=3", "--", "cat"}).starts_ranks, 3U);
  for (const char* const wrong : {"--mpi=lam:/m", "--mpi=openmpi", "--mpi=:"}) {
    EXPECT_THAT(
        [wrong] {
          read({wrong, "--", "cat"});
        },
        Throws<error>(Property(&error::what,
                               HasSubstr("must be openmpi, mpich, intel"))));
  }
}

TEST(options, C111_of_a_rank_are_read) {
  const options given = read({"--rank=/d", "--output-of=42", "--places={0},{1}",
                              "--threads=2", "--", "cat"});
  EXPECT_EQ(given.rank.directory, "/d");
  EXPECT_EQ(given.rank.output, 42);
  EXPECT_EQ(given.rank.places, "{0},{1}");
  EXPECT_EQ(given.rank.threads, 2U);
}

TEST(options, an_observer_requires_a_file) {
  EXPECT_THAT(
      [] {
        read({"--observe=", "--", "cat"});
      },
      Throws<error>(
          Property(&error::what, HasSubstr("requires the name of a file"))));
}

TEST(options, malformed_markers_are_errors_that_name_a_remedy) {
  EXPECT_THAT(
      [] {
        read({"--markers=slow,grace:-1", "--", "cat"});
      },
      Throws<error>(Property(
          &error::what,
          StrEq("malformed marker 'grace:-1': write grace:<seconds>"))));
  EXPECT_THAT(
      [] {
        read({"--markers=ports:10001", "--", "cat"});
      },
      Throws<error>(
          Property(&error::what, StrEq("malformed marker 'ports:10001': write "
                                       "ports or ports:<1-10000>"))));
  EXPECT_THAT(
      [] {
        read({"--markers=prot:80", "--", "cat"});
      },
      Throws<error>(
          Property(&error::what, StrEq("malformed marker 'prot:80': "
                                       "docs/markers.md lists all markers"))));
}

TEST(options, no_command_and_unknown_options_are_errors) {
  EXPECT_THAT([] { read({"--name=x"}); },
              Throws<error>(Property(&error::what, HasSubstr("no command"))));
  EXPECT_THAT([] { read({"--"}); },
              Throws<error>(Property(&error::what, HasSubstr("no command"))));
  EXPECT_THAT(
      [] { read({"cat"}); },
      Throws<error>(Property(&error::what, HasSubstr("unknown option 'cat'"))));
}

TEST(options, C81_a_test_may_run_several_cases_of_one_name) {
  EXPECT_EQ(read({"--", "cat"}).cases, 1U);
  EXPECT_EQ(read({"--cases=3", "--", "cat"}).cases, 3U);
  for (const char* wrong : {"--cases=0", "--cases=", "--cases=x"}) {
    EXPECT_THAT(
        [&] {
          read({wrong, "--", "cat"});
        },
        Throws<error>(
            Property(&error::what, HasSubstr("must be 1 to 1000000"))));
  }
}

TEST(options, a_probe_needs_no_command) {
  EXPECT_THAT(read({"--probe=tmp,other,pid"}).probed,
              ElementsAre(private_view::tmp, private_view::pid));
}

TEST(limits, nothing_is_limited_by_default) {
  const limits none = limits_of(parsed({"slow", "port:80"}), "", "");
  EXPECT_EQ(none.grace, seconds(5));
  EXPECT_FALSE(none.time);
  EXPECT_FALSE(none.memory);
  EXPECT_EQ(none.leak, leak_policy::fail);
  EXPECT_EQ(none.ports, 0U);
}

TEST(limits, markers_say_what_is_limited) {
  const limits given = limits_of(
      parsed({"grace:0.25", "leak:warn", "memory:2KiB:hard", "ports:3"}),
      "1.5 key", "allow");
  EXPECT_EQ(given.grace, milliseconds(250));
  EXPECT_EQ(given.time, milliseconds(1500));
  EXPECT_EQ(given.time_key, "key");
  EXPECT_EQ(given.leak, leak_policy::warn);
  EXPECT_EQ(given.memory, 2048U);
  EXPECT_EQ(given.ports, 3U);
  EXPECT_EQ(limits_of(parsed({"ports"}), "", "").ports, 1U);
}

TEST(limits, memory_that_is_only_asked_for_is_no_limit) {
  EXPECT_FALSE(limits_of(parsed({"memory:2KiB"}), "", "").memory);
}

TEST(limits, C90_the_signal_of_a_time_out_and_its_grace_are_the_projects) {
  const limits given = limits_of({}, "0.5 key SIGUSR1 2.5", "");
  EXPECT_EQ(given.time_key, "key");
  EXPECT_EQ(given.time_signal, SIGUSR1);
  EXPECT_EQ(given.grace, milliseconds(2500));
  EXPECT_EQ(limits_of({}, "0.5 key", "").time_signal, SIGTERM);
  EXPECT_EQ(limits_of({}, "0.5", "").time_key, "");
  EXPECT_EQ(limits_of(parsed({"grace:9"}), "0.5 key SIGINT 1", "").grace,
            seconds(9));
  EXPECT_THAT([] { limits_of({}, "0.5 key SIGKILL 1", ""); },
              Throws<error>(Property(&error::what, HasSubstr("'SIGKILL'"))));
}

TEST(limits, wrong_values_are_errors_that_name_them) {
  EXPECT_THAT([] { limits_of({}, "soon", ""); },
              Throws<error>(Property(&error::what, HasSubstr("'soon'"))));
  EXPECT_THAT([] { limits_of({}, "", "maybe"); },
              Throws<error>(Property(&error::what, HasSubstr("'maybe'"))));
}

}  // namespace
}  // namespace parallel_testing::launcher
