// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

using variables = std::map<std::string, std::string>;

settings settings_of(const variables& given) {
  return read_settings([&](const char* name) -> const char* {
    const auto found = given.find(name);
    return found == given.end() ? nullptr : found->second.c_str();
  });
}

TEST(settings, have_defaults) {
  const settings read_from_nothing = settings_of({});
  EXPECT_EQ(read_from_nothing.run_id, std::nullopt);
  EXPECT_EQ(read_from_nothing.ctest, std::nullopt);
  EXPECT_EQ(read_from_nothing.outer_worker, std::nullopt);
  EXPECT_EQ(read_from_nothing.state_directory, std::nullopt);
  EXPECT_EQ(read_from_nothing.worker_count, 1);
  EXPECT_EQ(read_from_nothing.temp_root, "");
  EXPECT_EQ(read_from_nothing.policy, temp_policy::failed);
  EXPECT_EQ(read_from_nothing.retention, 3);
  EXPECT_TRUE(read_from_nothing.redirect_tmpdir);
  EXPECT_FALSE(read_from_nothing.inherit_worker);
  EXPECT_THAT(read_from_nothing.port_range, Pair(20000, 32767));
  EXPECT_FALSE(read_from_nothing.started_by_ctest);
  EXPECT_THAT(read_from_nothing.warnings, IsEmpty());
}

TEST(settings, take_what_names_the_run) {
  const settings given =
      settings_of({{"PARALLEL_TESTING_RUN_ID", "Nightly_7.a-b"},
                   {"PARALLEL_TESTING_RUN_DIR", "/b/runs/x"},
                   {"PARALLEL_TESTING_CTEST", "123.456"},
                   {"PARALLEL_TESTING_WORKER_COUNT", "8"},
                   {"PARALLEL_TESTING_STATE_DIR", "/var/x"},
                   {"CTEST_INTERACTIVE_DEBUG_MODE", "0"}});
  EXPECT_EQ(given.run_id, "Nightly_7.a-b");
  EXPECT_EQ(given.run_directory, "/b/runs/x");
  EXPECT_EQ(given.ctest, "123.456");
  EXPECT_EQ(given.worker_count, 8);
  EXPECT_EQ(given.state_directory, "/var/x");
  EXPECT_TRUE(given.started_by_ctest);
  EXPECT_THAT(given.warnings, IsEmpty());
}

TEST(settings, take_what_an_outer_test_says) {
  const settings given =
      settings_of({{"PARALLEL_TESTING_WORKER", "gw12"},
                   {"PARALLEL_TESTING_INDEX_IN_RUN", "3"},
                   {"PARALLEL_TESTING_TEMP_DIR", "/t/x"},
                   {"PARALLEL_TESTING_HELD_LOCKS", "lock:a=1"},
                   {"PARALLEL_TESTING_NESTED", "inherit"},
                   {"PARALLEL_TESTING_PRIVATE_DIRECTORY", "/l"}});
  EXPECT_EQ(given.outer_worker, "gw12");
  EXPECT_EQ(given.outer_index, 3);
  EXPECT_EQ(given.outer_temp_directory, "/t/x");
  EXPECT_EQ(given.held_locks, "lock:a=1");
  EXPECT_TRUE(given.inherit_worker);
  EXPECT_EQ(given.private_directory, "/l");
}

TEST(settings, after_exec_forget_what_the_process_told_its_children) {
  const settings given = without_own_exports(
      settings_of({{"PARALLEL_TESTING_PROCESS", "12"},
                   {"PARALLEL_TESTING_WORKER", "gw3"},
                   {"PARALLEL_TESTING_RUN_ID", "r1"},
                   {"PARALLEL_TESTING_TEMP_DIR", "/t/pt-0/1a/gw3-A.B"},
                   {"TMPDIR", "/t/pt-0/1a/gw3-A.B"},
                   {"PARALLEL_TESTING_HELD_LOCKS",
                    "lock:o=11.5 shared;lock:a=12.7 exclusive;port:80=12.7 "
                    "exclusive"}}),
      "12");
  EXPECT_EQ(given.outer_worker, std::nullopt);
  EXPECT_EQ(given.run_id, "r1");
  EXPECT_EQ(given.held_locks, "lock:o=11.5 shared");
  EXPECT_EQ(given.former_directory, "/t/pt-0/1a/gw3-A.B");
  EXPECT_EQ(given.outer_temp_directory, "");
  EXPECT_EQ(given.temp_root, "/t");
}

TEST(settings, of_another_process_are_kept) {
  const settings given =
      without_own_exports(settings_of({{"PARALLEL_TESTING_PROCESS", "12"},
                                       {"PARALLEL_TESTING_WORKER", "gw3"},
                                       {"PARALLEL_TESTING_TEMP_DIR", "/t/x"}}),
                          "13");
  EXPECT_EQ(given.outer_worker, "gw3");
  EXPECT_EQ(given.outer_temp_directory, "/t/x");
  EXPECT_EQ(given.former_directory, "");
}

TEST(settings, C45_know_the_temp_policies) {
  const auto policy = [](const char* text) {
    return settings_of({{"PARALLEL_TESTING_TEMP_POLICY", text}}).policy;
  };
  EXPECT_EQ(policy("failed"), temp_policy::failed);
  EXPECT_EQ(policy("all"), temp_policy::all);
  EXPECT_EQ(policy("none"), temp_policy::none);
}

TEST(settings, know_where_servers_keep_their_files) {
  const auto on_disk = [](const char* text) {
    return settings_of({{"PARALLEL_TESTING_POSTGRESQL_STORAGE", text}})
        .servers_on_disk;
  };
  EXPECT_TRUE(on_disk("disk"));
  EXPECT_FALSE(on_disk("memory"));
  EXPECT_FALSE(on_disk(""));
}

TEST(settings, C44_take_the_number_of_runs_to_keep) {
  const auto retention = [](const char* text) {
    return settings_of({{"PARALLEL_TESTING_TEMP_RETENTION", text}}).retention;
  };
  EXPECT_EQ(retention("0"), 0);
  EXPECT_EQ(retention("17"), 17);
}

TEST(settings, take_the_temp_root_before_tmpdir) {
  const settings both = settings_of(
      {{"PARALLEL_TESTING_TEMP_ROOT", "/fast"}, {"TMPDIR", "/scratch"}});
  EXPECT_EQ(both.temp_root, "/fast");
  EXPECT_TRUE(both.temp_root_is_a_must);
  const settings one = settings_of({{"TMPDIR", "/scratch"}});
  EXPECT_EQ(one.temp_root, "/scratch");
  EXPECT_FALSE(one.temp_root_is_a_must);
}

TEST(settings, leave_tmpdir_alone_when_asked) {
  EXPECT_FALSE(
      settings_of({{"PARALLEL_TESTING_TMPDIR", "inherit"}}).redirect_tmpdir);
}

TEST(settings, take_a_port_range) {
  const settings given =
      settings_of({{"PARALLEL_TESTING_PORT_RANGE", "1-65535"}});
  EXPECT_THAT(given.port_range, Pair(1, 65535));
  EXPECT_TRUE(given.port_range_given);
}

TEST(settings, treat_empty_values_as_not_given) {
  const settings given = settings_of({{"PARALLEL_TESTING_RUN_ID", ""},
                                      {"PARALLEL_TESTING_WORKER", ""},
                                      {"PARALLEL_TESTING_STATE_DIR", ""},
                                      {"PARALLEL_TESTING_PORT_RANGE", ""},
                                      {"TMPDIR", ""}});
  EXPECT_EQ(given.run_id, std::nullopt);
  EXPECT_EQ(given.outer_worker, std::nullopt);
  EXPECT_EQ(given.state_directory, std::nullopt);
  EXPECT_THAT(given.warnings, IsEmpty());
}

struct invalid_value {
  const char* variable;
  const char* value;
};

void PrintTo(const invalid_value& shown, std::ostream* out) {
  *out << shown.variable << "=" << shown.value;
}

class invalid_values : public testing::TestWithParam<invalid_value> {};

TEST_P(invalid_values, C16_warn_and_are_ignored) {
  const auto& [variable, value] = GetParam();
  const settings given = settings_of({{variable, value}});
  const settings defaults = settings_of({});
  EXPECT_THAT(given.warnings,
              ElementsAre(HasSubstr("ignoring " + std::string(variable) + "='" +
                                    value + "': expected ")));
  EXPECT_EQ(given.run_id, defaults.run_id);
  EXPECT_EQ(given.run_directory, defaults.run_directory);
  EXPECT_EQ(given.ctest, defaults.ctest);
  EXPECT_EQ(given.outer_worker, defaults.outer_worker);
  EXPECT_EQ(given.inherit_worker, defaults.inherit_worker);
  EXPECT_EQ(given.worker_count, defaults.worker_count);
  EXPECT_EQ(given.state_directory, defaults.state_directory);
  EXPECT_EQ(given.temp_root, defaults.temp_root);
  EXPECT_EQ(given.policy, defaults.policy);
  EXPECT_EQ(given.retention, defaults.retention);
  EXPECT_EQ(given.redirect_tmpdir, defaults.redirect_tmpdir);
  EXPECT_EQ(given.port_range, defaults.port_range);
  EXPECT_FALSE(given.port_range_given);
}

INSTANTIATE_TEST_SUITE_P(
    all, invalid_values,
    testing::Values(
        invalid_value{"PARALLEL_TESTING_RUN_ID", "a b"},
        invalid_value{"PARALLEL_TESTING_RUN_ID", "../x"},
        invalid_value{"PARALLEL_TESTING_RUN_ID", ".."},
        invalid_value{"PARALLEL_TESTING_RUN_ID",
                      "0123456789012345678901234567890123456789012345678901234"
                      "5678901234"},
        invalid_value{"PARALLEL_TESTING_RUN_DIR", "relative"},
        invalid_value{"PARALLEL_TESTING_RUN_DIR", "/a\nb"},
        invalid_value{"PARALLEL_TESTING_CTEST", "ctest"},
        invalid_value{"PARALLEL_TESTING_CTEST", "-1"},
        invalid_value{"PARALLEL_TESTING_WORKER", "gw"},
        invalid_value{"PARALLEL_TESTING_WORKER", "gw-1"},
        invalid_value{"PARALLEL_TESTING_WORKER", "gw123456"},
        invalid_value{"PARALLEL_TESTING_WORKER", "worker1"},
        invalid_value{"PARALLEL_TESTING_WORKER", "gw0/../x"},
        invalid_value{"PARALLEL_TESTING_INDEX_IN_RUN", "-1"},
        invalid_value{"PARALLEL_TESTING_INDEX_IN_RUN", "gw0"},
        invalid_value{"PARALLEL_TESTING_WORKER_COUNT", "0"},
        invalid_value{"PARALLEL_TESTING_WORKER_COUNT", "many"},
        invalid_value{"PARALLEL_TESTING_STATE_DIR", "state"},
        invalid_value{"PARALLEL_TESTING_TEMP_ROOT", "tmp"},
        invalid_value{"TMPDIR", "tmp"},
        invalid_value{"PARALLEL_TESTING_TEMP_POLICY", "sometimes"},
        invalid_value{"PARALLEL_TESTING_POSTGRESQL_STORAGE", "tape"},
        invalid_value{"PARALLEL_TESTING_TEMP_RETENTION", "-1"},
        invalid_value{"PARALLEL_TESTING_TEMP_RETENTION", "three"},
        invalid_value{"PARALLEL_TESTING_TEMP_RETENTION", "1001"},
        invalid_value{"PARALLEL_TESTING_TMPDIR", "inherited"},
        invalid_value{"PARALLEL_TESTING_NESTED", "yes"},
        invalid_value{"PARALLEL_TESTING_PORT_RANGE", "20000"},
        invalid_value{"PARALLEL_TESTING_PORT_RANGE", "2-1"},
        invalid_value{"PARALLEL_TESTING_PORT_RANGE", "0-10"},
        invalid_value{"PARALLEL_TESTING_PORT_RANGE", "1-65536"},
        invalid_value{"PARALLEL_TESTING_PORT_RANGE", "1-2-3"},
        invalid_value{"PARALLEL_TESTING_PORT_RANGE", "a-b"}));

TEST(worker_index, reads_worker_ids) {
  EXPECT_EQ(worker_index("master"), 0);
  EXPECT_EQ(worker_index("gw0"), 0);
  EXPECT_EQ(worker_index("gw99999"), 99999);
  EXPECT_EQ(worker_index("gw100000"), std::nullopt);
  EXPECT_EQ(worker_index(""), std::nullopt);
}

}  // namespace
}  // namespace parallel_testing
