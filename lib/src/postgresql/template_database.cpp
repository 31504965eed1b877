// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/error.hpp>
#include <parallel_testing/once.hpp>
#include <utility>

#include "format.hpp"
#include "postgresql/connection.hpp"
#include "postgresql/objects.hpp"
#include "process.hpp"
#include "text.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::size_t longest_name = 63;

std::string name_of_template(std::string_view base, const std::string& inputs,
                             reuse until) {
  const std::string run =
      until == reuse::across_runs ? "" : process::current().of_run().id();
  const std::string ending =
      fmt::format("tpl_{}", hex(hash(inputs + "\n" + run), 16));
  return identifier(base, ending, longest_name);
}

bool exists(connection& on, const std::string& name) {
  return on.value(
             fmt::format("SELECT count(*) FROM pg_database WHERE datname = {}",
                         literal(on, name))) == "1";
}

/// Holds a lock of the server while the connection lives: other runs, also of
/// other machines, may want the same template.
void lock_template(connection& on, const std::string& name) {
  on.execute(fmt::format("SELECT pg_advisory_lock({})",
                         static_cast<std::int64_t>(hash(name))));
}

/// Under its name a template is either not there or complete.
void build(const connection_settings& on, const std::string& name, reuse until,
           const template_database::builder& make) {
  connection open(on);
  lock_template(open, name);
  if (exists(open, name)) return;
  const std::string unfinished = identifier(name, "new", longest_name);
  create_database(on, unfinished, "");
  {
    connection inside(on.with("dbname", unfinished));
    make(inside);
  }
  // What `make` started may still be connected, and would be in the way.
  open.execute(fmt::format(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
      "{}",
      literal(open, unfinished)));
  execute_when_free(open, fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS "
                                      "false",
                                      quote_identifier(unfinished)));
  if (until == reuse::across_runs) {
    open.execute(
        fmt::format("COMMENT ON DATABASE {} IS 'template of "
                    "ParallelTesting, made again when dropped'",
                    quote_identifier(unfinished)));
  }
  execute_when_free(
      open, fmt::format("ALTER DATABASE {} RENAME TO {}",
                        quote_identifier(unfinished), quote_identifier(name)));
}

}  // namespace

template_database::template_database(std::string_view name,
                                     const std::string& sql, reuse until,
                                     const connection_settings& on)
    : template_database(
          name, sql, [&sql](connection& inside) { inside.execute(sql); }, until,
          on) {}

template_database::template_database(std::string_view name,
                                     const std::string& inputs,
                                     const builder& make, reuse until,
                                     const connection_settings& on)
    : name_(name_of_template(name, inputs, until)), settings_(on) {
  collect_once(on);
  once_per_run(
      fmt::format("postgresql template {} on {}", name_, on.description()),
      [&] {
        build(on, name_, until, make);
        return name_;
      });
}

}  // namespace parallel_testing::postgresql
