// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/remedies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using observed::resource_kind;
using observed::state;
using observed::use;
using indices = suite_with_findings::indices;

std::vector<remedy_kind> kinds_of(const remedy_plan& plan) {
  std::vector<remedy_kind> kinds;
  for (const suggestion& each : plan.suggestions) {
    kinds.push_back(each.kind);
  }
  return kinds;
}

std::vector<std::string> markers_of(const remedy_plan& plan) {
  std::vector<std::string> markers;
  for (const suggestion& each : plan.suggestions) {
    markers.push_back(each.marker);
  }
  return markers;
}

class remedies_test : public ::testing::Test {
 protected:
  suite_with_findings suite;
  std::size_t a = suite.add("Orders.Export");
  std::size_t b = suite.add("Orders.Import");
  std::size_t c = suite.add("Orders.Sum");
};

TEST_F(remedies_test, tests_that_share_nothing_get_nothing_suggested) {
  suite.touch(a, local_file("a"), use::create);
  const remedy_plan plan = suite.choose();
  EXPECT_THAT(plan.suggestions, IsEmpty());
  EXPECT_THAT(plan.unhelped, IsEmpty());
  EXPECT_DOUBLE_EQ(plan.serial_s, 3);
}

TEST_F(remedies_test, a_weak_conflict_gets_nothing_suggested) {
  suite.share_file(local_file("log"), {a, b});
  suite.found.shared[0].conflicts[0].rank = strength::weak;
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
}

TEST_F(remedies_test, a_test_that_failed_in_a_private_directory_takes_turns) {
  suite.share_file(local_file("orders.db"), {a, b, c});
  const remedy_plan plan =
      suite.choose({true,
                    true,
                    true,
                    {{"Orders.Export", remedy_kind::private_directory},
                     {"Orders.Import", remedy_kind::private_directory},
                     {"Orders.Sum", remedy_kind::isolate_tmp}}});
  ASSERT_THAT(kinds_of(plan),
              ElementsAre(remedy_kind::private_directory, remedy_kind::lock));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{c}));
  EXPECT_EQ(plan.suggestions[1].tests, (indices{a, b}));
}

TEST_F(remedies_test, a_name_in_the_working_directory_becomes_private) {
  suite.share_file(local_file("orders.db"), {a, b});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(kinds_of(plan), ElementsAre(remedy_kind::private_directory));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{a, b}));
  EXPECT_EQ(plan.suggestions[0].resources, (indices{0}));
  EXPECT_EQ(plan.suggestions[0].marker, "");
  EXPECT_THAT(plan.suggestions[0].reason,
              HasSubstr("2 tests share orders.db in the working directory"));
}

TEST_F(remedies_test, private_directories_of_two_targets_are_two_suggestions) {
  suite.test(b).target = "other_test";
  suite.share_file(local_file("orders.db"), {a, b, c});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(plan.suggestions, SizeIs(2));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{b}));
  EXPECT_EQ(plan.suggestions[1].tests, (indices{a, c}));
}

TEST_F(remedies_test,
       an_absolute_path_to_the_working_directory_stays_shared_and_is_locked) {
  observed::resource what = local_file("orders.db");
  what.as_used = "";
  suite.share_file(what, {a, b});
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:orders.db"));
}

TEST_F(remedies_test,
       a_directory_in_which_a_test_uses_an_absolute_path_stays_shared) {
  const auto shared_directory = [] {
    observed::resource what = local_file("db");
    what.kind = resource_kind::directory;
    return what;
  }();
  suite.share_file(shared_directory, {a, b});
  EXPECT_EQ(kinds_of(suite.choose()),
            (std::vector{remedy_kind::private_directory}));
  observed::resource what = local_file("db/orders");
  what.as_used = "";
  suite.touch(b, what, use::create);
  const remedy_plan plan = suite.choose();
  EXPECT_EQ(plan.suggestions.at(0).tests, (indices{a}));
}

TEST_F(remedies_test, files_in_a_directory_that_another_lists_become_private) {
  observed::resource here = directory_at(std::string(forged_build) + "/tests");
  here.as_used = ".";
  suite.touch(a, local_file("x"), use::create);
  suite.touch(b, here, use::list, state::directory);
  suite.share(here, {a}, {b});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(kinds_of(plan), ElementsAre(remedy_kind::private_directory));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{a, b}));
}

TEST_F(remedies_test, tests_that_pass_on_a_file_get_an_order_and_no_privacy) {
  suite.share_file(local_file("cache"), {a}, {c});
  suite.found.shared[0].conflicts[0].how = relation::dependence;
  suite.found.shared[0].conflicts[0].evidence = "Sum reads what Export wrote";
  suite.share_file(local_file("scratch"), {a, b});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(kinds_of(plan), ElementsAre(remedy_kind::private_directory,
                                          remedy_kind::depends));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{b}));
  EXPECT_EQ(plan.suggestions[1].tests, (indices{a, c}));
  EXPECT_THAT(plan.suggestions[1].reason,
              HasSubstr("1 test needs what Orders.Export leaves in cache in "
                        "the working directory: Sum reads what Export wrote"));
}

TEST_F(remedies_test, a_dependent_test_follows_the_latest_test_that_writes) {
  suite.share(file_at("/data/cache"), {a, b}, {c});
  for (role_conflict& each : suite.found.shared[0].conflicts) {
    each.how = relation::dependence;
  }
  suite.found.shared[0].conflicts.erase(
      suite.found.shared[0].conflicts.begin());
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(kinds_of(plan), ElementsAre(remedy_kind::depends));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{b, c}));
}

TEST_F(remedies_test, an_order_that_exists_is_not_suggested_again) {
  suite.test(c).depends = {"Orders.Export"};
  suite.share(file_at("/data/cache"), {a}, {c});
  suite.found.shared[0].conflicts[0].how = relation::dependence;
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
}

TEST_F(remedies_test, a_test_whose_set_up_no_earlier_test_does_gets_advice) {
  suite.share(file_at("/data/cache"), {c}, {a});
  suite.found.shared[0].conflicts[0].how = relation::dependence;
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(kinds_of(plan), ElementsAre(remedy_kind::advice));
  EXPECT_THAT(plan.suggestions[0].reason,
              HasSubstr("no earlier test prepares /data/cache"));
  EXPECT_THAT(plan.unhelped, ElementsAre(0U));
}

TEST_F(remedies_test, a_fixed_name_in_tmp_is_isolated) {
  suite.share_file(file_at("/tmp/orders.csv"), {a, b});
  suite.share_file(file_at("/tmp/orders.log"), {b, c});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(markers_of(plan), ElementsAre("isolate:tmp"));
  EXPECT_EQ(plan.suggestions[0].kind, remedy_kind::isolate_tmp);
  EXPECT_EQ(plan.suggestions[0].tests, (indices{a, b, c}));
  EXPECT_EQ(plan.suggestions[0].resources, (indices{0, 1}));
  EXPECT_THAT(plan.suggestions[0].degradation,
              HasSubstr("take turns (lock 'isolate:tmp')"));
}

TEST_F(remedies_test, a_fixed_name_in_tmp_is_locked_without_namespaces) {
  suite.share_file(file_at("/tmp/orders.csv"), {a}, {b, c});
  const remedy_plan plan = suite.choose({});
  EXPECT_THAT(markers_of(plan),
              ElementsAre("lock:orders.csv", "lock:orders.csv:shared"));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{a}));
  EXPECT_EQ(plan.suggestions[1].tests, (indices{b, c}));
}

TEST_F(remedies_test, a_test_that_failed_with_an_isolation_takes_turns) {
  suite.share_file(file_at("/tmp/shop.log"), {a, b});
  const remedy_plan plan = suite.choose(
      {true, true, true, {{"Orders.Import", remedy_kind::isolate_tmp}}});
  EXPECT_THAT(kinds_of(plan), ElementsAre(remedy_kind::lock));
}

TEST_F(remedies_test, a_test_that_needs_a_file_in_tmp_is_not_isolated) {
  suite.share_file(file_at("/tmp/orders.csv"), {a, b});
  suite.touch(a, file_at("/tmp/prices"), use::read, state::file);
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:orders.csv"));
}

TEST_F(remedies_test, the_state_of_the_adapter_is_no_file_of_a_test_in_tmp) {
  suite.touch(a, file_at("/tmp/pt-0/workers/gw0"), observed::use::read,
              observed::state::file);
  suite.share_file(file_at("/tmp/cache"), {a, b});
  EXPECT_EQ(suite.choose().suggestions.at(0).kind, remedy_kind::isolate_tmp);
}

TEST_F(remedies_test, a_test_that_fills_an_existing_folder_is_not_isolated) {
  suite.share_file(file_at("/tmp/shop/orders.csv"), {a, b});
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:orders.csv"));
  suite.touch(a, directory_at("/tmp/shop"), use::create);
  suite.touch(b, directory_at("/tmp/shop"), use::create, state::directory);
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("isolate:tmp"));
}

TEST_F(remedies_test, a_build_below_tmp_stays_visible_and_is_locked) {
  suite.of.build = "/tmp/build";
  suite.share_file(file_at("/tmp/build/out/orders.csv"), {a, b});
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:orders.csv"));
}

TEST_F(remedies_test, a_name_in_the_tmpdir_of_the_tests_becomes_private) {
  suite.test(a).record.head.tmpdir = "/scratch";
  suite.test(b).record.head.tmpdir = "/scratch";
  suite.share_file(file_at("/scratch/orders.csv"), {a, b});
  const remedy_plan plan = suite.choose({});
  ASSERT_THAT(kinds_of(plan), ElementsAre(remedy_kind::private_tmpdir));
  EXPECT_THAT(markers_of(plan), ElementsAre("supervised"));
}

TEST_F(remedies_test, a_file_in_the_home_directory_is_locked) {
  suite.share_file(file_at("/home/me/.shoprc"), {a, b});
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:shoprc"));
}

TEST_F(remedies_test, tests_with_a_lock_about_home_get_advice) {
  observed::resource what = file_at("/home/me/.shoprc");
  what.where = observed::place::home;
  suite.share_file(what, {a, b});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(markers_of(plan), ElementsAre("lock:shoprc", ""));
  EXPECT_EQ(plan.suggestions[1].kind, remedy_kind::advice);
  EXPECT_EQ(plan.suggestions[1].tests, (indices{a, b}));
  EXPECT_THAT(plan.suggestions[1].reason,
              HasSubstr("find /home/me/.shoprc by the variable HOME"));
}

TEST_F(remedies_test, a_project_in_the_home_directory_gets_no_advice) {
  suite.of.build = "/home/me/build";
  observed::resource what = file_at("/home/me/build/data/orders");
  what.where = observed::place::home;
  suite.share_file(what, {a, b});
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:orders"));
}

TEST_F(remedies_test, a_fixed_port_is_isolated) {
  const observed::resource port = tcp_port(8080);
  for (const std::size_t test : {a, b}) {
    suite.touch(test, port, use::bind);
    suite.touch(test, port, use::connect);
  }
  suite.share(port, {a, b}, {}, category::ports);
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("isolate:network"));
  EXPECT_THAT(markers_of(suite.choose({})), ElementsAre("port:8080"));
}

TEST_F(remedies_test, a_test_that_connects_to_another_server_is_not_isolated) {
  suite.touch(a, tcp_port(8080), use::bind);
  suite.touch(b, tcp_port(8080), use::bind);
  suite.touch(b, tcp_port(9090), use::connect);
  suite.share(tcp_port(8080), {a, b}, {}, category::ports);
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("port:8080"));
}

TEST_F(remedies_test, a_test_whose_getaddrinfo_sorts_addresses_is_isolated) {
  observed::resource sorted = tcp_port(8080);
  sorted.protocol = "udp";
  for (const std::size_t test : {a, b}) {
    suite.touch(test, tcp_port(8080), use::bind);
    suite.touch(test, sorted, use::connect);
  }
  suite.share(tcp_port(8080), {a, b}, {}, category::ports);
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("isolate:network"));
}

TEST_F(remedies_test, the_readers_of_a_port_take_its_lock_too) {
  suite.touch(a, tcp_port(8080), use::bind);
  suite.touch(c, tcp_port(8080), use::connect);
  suite.share(tcp_port(8080), {a}, {c}, category::ports);
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(markers_of(plan), ElementsAre("port:8080"));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{a, c}));
}

TEST_F(remedies_test, objects_of_system_v_and_posix_are_isolated) {
  for (const auto& what :
       {object_named(resource_kind::shared_memory, "sysv_shm:0x1234"),
        object_named(resource_kind::posix_name, "/orders")}) {
    for (const std::size_t test : {a, b}) {
      suite.touch(test, what, use::create);
    }
    suite.share(what, {a, b}, {}, category::global_state);
  }
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("isolate:ipc"));
  EXPECT_THAT(markers_of(suite.choose({})),
              ElementsAre("lock:sysv_shm-0x1234"));
}

TEST_F(remedies_test, a_database_gets_a_lock_and_advice) {
  suite.share(tcp_port(5432), {a}, {b, c}, category::database);
  suite.found.shared[0].database = "postgresql";
  const remedy_plan plan = suite.choose();
  EXPECT_THAT(markers_of(plan), ElementsAre("database:postgresql",
                                            "database:postgresql:shared", ""));
  EXPECT_EQ(plan.suggestions[2].kind, remedy_kind::advice);
  EXPECT_THAT(plan.suggestions[2].reason, HasSubstr("PARALLEL_TESTING_WORKER"));
}

TEST_F(remedies_test, two_servers_of_a_database_are_two_locks) {
  suite.share(tcp_port(5432), {a, b}, {}, category::database);
  suite.share(tcp_port(5433), {b, c}, {}, category::database);
  for (shared_resource& each : suite.found.shared) {
    each.database = "postgresql";
  }
  const remedy_plan plan = suite.choose();
  EXPECT_EQ(plan.suggestions[0].marker, "database:postgresql");
  EXPECT_EQ(plan.suggestions[1].marker, "database:postgresql-5433");
}

TEST_F(remedies_test, a_test_that_sets_the_host_name_runs_alone) {
  suite.share(object_named(resource_kind::host_name, "host_name"), {a}, {b, c},
              category::global_state);
  suite.share_file(file_at("/data/x"), {a, b});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(markers_of(plan), ElementsAre("no_parallel"));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{a}));
}

TEST_F(remedies_test, a_test_that_alone_sets_the_clock_runs_alone) {
  suite.touch(b, object_named(resource_kind::clock, "clock"), use::set);
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(markers_of(plan), ElementsAre("no_parallel"));
  EXPECT_EQ(plan.suggestions[0].tests, (indices{b}));
  EXPECT_THAT(plan.suggestions[0].resources, IsEmpty());
  EXPECT_EQ(plan.suggestions[0].reason,
            "1 test sets the clock, which all other tests see");
  EXPECT_THAT(suite.stock_cmake(), HasSubstr("RUN_SERIAL TRUE"));
}

TEST_F(remedies_test, a_test_that_sets_its_own_host_name_disturbs_nobody) {
  observed::resource own = object_named(resource_kind::host_name, "host_name");
  own.seen_by = observed::scope::own_namespace;
  suite.touch(b, own, use::set);
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
}

TEST_F(remedies_test, a_test_that_runs_serially_may_set_the_clock) {
  suite.touch(b, object_named(resource_kind::clock, "clock"), use::set);
  suite.test(b).runs_serial = true;
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
}

TEST_F(remedies_test, a_test_that_runs_alone_needs_no_other_remedy) {
  suite.touch(b, object_named(resource_kind::clock, "clock"), use::set);
  suite.share_file(file_at("/data/x"), {a, b});
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("no_parallel"));
}

TEST_F(remedies_test, what_the_project_keeps_apart_gets_nothing_suggested) {
  suite.share_file(file_at("/data/x"), {a, b});
  suite.test(a).locks = {"data"};
  EXPECT_THAT(suite.choose().suggestions, SizeIs(1));
  suite.test(b).locks = {"data"};
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
  suite.test(b).locks = {};
  suite.test(b).runs_serial = true;
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
  suite.test(b).runs_serial = false;
  suite.test(b).markers = {"lock:data:shared"};
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
  suite.test(b).markers = {};
  suite.test(a).fixtures_setup = {"data"};
  suite.test(b).fixtures_required = {"data"};
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
}

TEST_F(remedies_test, two_cases_of_one_test_need_nothing) {
  suite.test(b).ctest_name = suite.test(a).ctest_name;
  suite.share_file(file_at("/data/x"), {a, b});
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
}

TEST_F(remedies_test, many_tests_with_one_lock_need_nothing) {
  indices all{a, b, c};
  for (int number = 0; number < 1000; ++number) {
    all.push_back(suite.add("Many." + std::to_string(number)));
  }
  suite.share_file(file_at("/data/x"), all);
  for (const std::size_t test : all) {
    suite.test(test).locks = {"data"};
  }
  EXPECT_THAT(suite.choose().suggestions, IsEmpty());
  suite.test(all.back()).locks = {};
  EXPECT_THAT(markers_of(suite.choose()), ElementsAre("lock:x"));
}

TEST_F(remedies_test, files_with_the_same_users_share_a_lock) {
  suite.share_file(file_at("/data/store/log"), {a, b});
  suite.share_file(file_at("/data/store/index"), {a, b});
  const remedy_plan plan = suite.choose();
  ASSERT_THAT(markers_of(plan), ElementsAre("lock:store"));
  EXPECT_EQ(plan.suggestions[0].resources, (indices{0, 1}));
  EXPECT_THAT(plan.suggestions[0].reason,
              HasSubstr("/data/store/log and 1 other resource"));
}

TEST_F(remedies_test, the_forecast_compares_locks_with_the_suggestions) {
  suite.share_file(file_at("/tmp/orders.csv"), {a, b, c});
  const std::vector<forecast> forecasts = suite.choose().forecasts;
  ASSERT_THAT(forecasts, SizeIs(3));
  EXPECT_EQ(forecasts[0].jobs, 2);
  EXPECT_EQ(forecasts[1].jobs, 4);
  EXPECT_EQ(forecasts[2].jobs, 8);
  EXPECT_DOUBLE_EQ(forecasts[0].locks_only, 3);
  EXPECT_DOUBLE_EQ(forecasts[0].suggested, 2);
  EXPECT_DOUBLE_EQ(forecasts[0].unsafe, 2);
  EXPECT_DOUBLE_EQ(forecasts[1].suggested, 1);
  EXPECT_EQ(forecasts[0].limited_by, "");
  EXPECT_EQ(forecasts[1].limited_by, "the longest test");
  EXPECT_EQ(suite.choose({}).forecasts[2].limited_by, "the lock 'orders.csv'");
}

}  // namespace
}  // namespace parallel_testing::tools
