// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <optional>
#include <parallel_testing/once.hpp>

#include "base/format.hpp"
#include "base/text.hpp"
#include "postgresql/client/connection.hpp"
#include "postgresql/client/leftovers.hpp"
#include "postgresql/client/objects.hpp"
#include "postgresql/client/template_uses.hpp"
#include "process/process.hpp"

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

/// The comment on the database, std::nullopt when it does not exist.
std::optional<std::string> comment_on(connection& on, const std::string& name) {
  const rows found = pairs(
      on, fmt::format("SELECT datname, shobj_description(oid, 'pg_database') "
                      "FROM pg_database WHERE datname = {}",
                      literal(on, name)));
  if (found.empty()) {
    return std::nullopt;
  }
  return found[0].second;
}

/// The comment of a new template: the mark of its run, or the record of its
/// uses.
std::string first_comment(std::string_view base, reuse until) {
  if (until == reuse::within_run) {
    return to_text(own_mark());
  }
  return to_text(template_record{"", family_of(base), {own_use()}});
}

void note_use(connection& on, const std::string& name,
              const std::string& comment) {
  const template_record record = parse_template_record(name, comment);
  if (record.family.empty()) {
    return;
  }
  on.execute(fmt::format("COMMENT ON DATABASE {} IS {}", quote_identifier(name),
                         literal(on, to_text(with_use(record, own_use())))));
}

/// Creates an unfinished database and fills it by `make`. Afterwards it has no
/// connections and allows none.
std::string built_by(const template_database::builder& make, connection& open,
                     const connection_settings& on) {
  std::string unfinished = create_unfinished(open, "");
  try {
    {
      connection inside(on.with("dbname", unfinished));
      make(inside);
    }
    // Processes that `make` started may still be connected, which would prevent
    // cloning.
    open.execute(ending_connections_to(open, unfinished));
    execute_when_free(open, fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS "
                                        "false",
                                        quote_identifier(unfinished)));
  } catch (...) {
    succeeds(open.native(),
             fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)",
                         quote_identifier(unfinished)));
    throw;
  }
  return unfinished;
}

/// Builds the template unless it exists. A database of its final name is always
/// complete.
void build(const connection_settings& on, const std::string& name,
           const std::string& first_comment,
           const template_database::builder& make) {
  // Advisory locks belong to one database, so all processes take them in the
  // same one.
  connection open(on.with("dbname", "postgres"));
  // Other runs, even on other machines, may build the same template. The lock
  // is released when the connection closes.
  open.execute(
      fmt::format("SELECT pg_advisory_lock({})", lock_number_of(name)));
  if (const auto comment = comment_on(open, name)) {
    note_use(open, name, *comment);
    return;
  }
  finish_database(open, built_by(make, open, on), name, first_comment,
                  if_there::keep);
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
        build(on, name_, first_comment(name, until), make);
        return name_;
      });
}

}  // namespace parallel_testing::postgresql
