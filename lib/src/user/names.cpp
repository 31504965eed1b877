// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/names.hpp>

#include "base/format.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing {

namespace {
std::size_t longest_identifier(dialect rules) {
  switch (rules) {
    case dialect::mysql:
      return 64;
    case dialect::sqlite:
      return 200;
    case dialect::postgresql:
      break;
  }
  return 63;
}

bool is_private_to_its_connection(std::string_view base, dialect rules) {
  return rules == dialect::sqlite && (base.empty() || base == ":memory:");
}
}  // namespace

std::string resource_name(std::string_view base, std::string_view worker_id,
                          std::string_view run_id, dialect rules) {
  if (is_private_to_its_connection(base, rules)) {
    return std::string(base);
  }
  const std::string ending =
      fmt::format("{}_{}", worker_id, hex(hash(run_id), 8));
  return identifier(base, ending, longest_identifier(rules));
}

std::string database_name(std::string_view base, dialect rules) {
  const process& here = process::current();
  return resource_name(base, here.who().id(), here.of_run().id(), rules);
}

std::string schema_name(std::string_view base, dialect rules) {
  return database_name(base, rules);
}

std::string unique_resource_name() {
  const process& here = process::current();
  const std::string& worker_id = here.who().id();
  return fmt::format("test_{}_{:08x}", worker_id,
                     next_in_sequence(here.state(), worker_id));
}

}  // namespace parallel_testing
