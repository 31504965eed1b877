// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/error.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/once.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "postgresql/client/connection.hpp"
#include "postgresql/client/leftovers.hpp"
#include "postgresql/client/objects.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

std::string name_of_test_object() {
  process& here = process::current();
  return resource_name(here.test().name(), unique_resource_name(),
                       here.of_run().id(), dialect::postgresql);
}

/// Runs `act` in a destructor, and reports an error on stderr.
template <class Act>
void or_report(Act act) noexcept {
  try {
    act();
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
}

std::string create_here(const connection_settings& on,
                        const std::string& source) {
  collect_once(on);
  std::string name = name_of_test_object();
  create_database(on, name, source);
  return name;
}

}  // namespace

scoped_schema::scoped_schema(const connection_settings& in)
    : name_(name_of_test_object()),
      settings_(in.with("options", fmt::format("{} -c search_path={}",
                                               in.value("options"), name_))) {
  collect_once(in);
  connection open(in);
  create_schema(open, name_);
}

scoped_schema::~scoped_schema() {
  if (!process::current().is_owner()) {
    return;
  }
  or_report([&] {
    connection open(settings_);
    open.execute(fmt::format("DROP SCHEMA IF EXISTS {} CASCADE",
                             quote_identifier(name_)));
  });
}

scoped_database::scoped_database(const connection_settings& on)
    : name_(create_here(on, "")), settings_(on.with("dbname", name_)) {}

scoped_database::scoped_database(const template_database& source)
    : name_(create_here(source.settings(), source.name())),
      settings_(source.settings().with("dbname", name_)) {}

scoped_database::~scoped_database() {
  if (!process::current().is_owner()) {
    return;
  }
  or_report([&] {
    connection open(settings_.with("dbname", "postgres"));
    drop_database(open, name_);
  });
}

worker_database::worker_database(const template_database& source)
    : name_(database_name(source.name())),
      template_(source.name()),
      settings_(source.settings()) {
  collect_once(settings_);
  once_per_worker("postgresql " + name_, [&] {
    create_database(settings_, name_, template_);
    return name_;
  });
  settings_ = settings_.with("dbname", name_);
}

void worker_database::reset() {
  create_database(settings_.with("dbname", "postgres"), name_, template_);
}

void worker_database::truncate() {
  connection open(settings_);
  open.execute(
      "DO $$ DECLARE names text; BEGIN "
      "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') "
      "INTO names FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%' "
      "AND schemaname <> 'information_schema' "
      // Only CREATE EXTENSION could fill the tables of an extension again.
      "AND format('%I.%I', schemaname, tablename)::regclass NOT IN ("
      "SELECT objid FROM pg_depend WHERE deptype = 'e' "
      "AND classid = 'pg_class'::regclass); "
      "IF names IS NOT NULL THEN "
      // All other tables are listed, so only a table of an extension can refer
      // to one of them. In that case the statement fails instead of emptying
      // that table as well.
      "EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY'; "
      "END IF; END $$");
}

}  // namespace parallel_testing::postgresql
