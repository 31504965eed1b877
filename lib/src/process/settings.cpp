// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/settings.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "markers/marker.hpp"

namespace parallel_testing {

namespace {
constexpr std::uint64_t largest_worker_count = 100000;
constexpr std::uint64_t largest_index = 99999;

class reader {
 public:
  reader(const environment_lookup& lookup, settings& result)
      : lookup_(lookup), result_(result) {}

  std::string text(const char* name) const {
    const char* const value = lookup_(name);
    return value == nullptr ? "" : value;
  }

  std::optional<std::string> checked(const char* name, const char* allowed,
                                     bool (*valid)(std::string_view)) {
    std::string value = text(name);
    if (value.empty()) {
      return std::nullopt;
    }
    if (valid(value)) {
      return value;
    }
    warn(name, value, allowed);
    return std::nullopt;
  }

  bool inherits(const char* name) {
    const auto is_inherit = [](std::string_view value) {
      return value == "inherit";
    };
    return checked(name, "inherit", is_inherit).has_value();
  }

  void warn(const char* name, const std::string& value, const char* allowed) {
    result_.warnings.push_back(
        fmt::format("ignoring {}='{}': expected {}", name, value, allowed));
  }

 private:
  const environment_lookup& lookup_;
  settings& result_;
};

bool is_absolute(std::string_view path) {
  return path[0] == '/' && path.find('\n') == std::string_view::npos;
}

bool is_ctest_token(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

temp_policy read_policy(reader& from, const char* name) {
  const auto policy =
      from.checked(name, "failed, all or none", [](std::string_view text) {
        return text == "failed" || text == "all" || text == "none";
      });
  return policy == "all"    ? temp_policy::all
         : policy == "none" ? temp_policy::none
                            : temp_policy::failed;
}

void read_artifact_settings(reader& from, settings& into) {
  into.artifacts = from.text("PARALLEL_TESTING_ARTIFACTS");
  into.artifacts_policy =
      read_policy(from, "PARALLEL_TESTING_ARTIFACTS_POLICY");
  const auto limit = from.checked(
      "PARALLEL_TESTING_ARTIFACTS_LIMIT",
      "a number and B, KB, MB, GB, KiB, MiB or GiB",
      [](std::string_view text) { return parse_size(text).has_value(); });
  if (limit) {
    into.artifacts_limit = *parse_size(*limit);
  }
}

void read_temp_settings(reader& from, settings& into) {
  const auto root = from.checked("PARALLEL_TESTING_TEMP_ROOT",
                                 "an absolute path", is_absolute);
  into.temp_root_is_a_must = root.has_value();
  into.temp_root = root ? *root : from.text("TMPDIR");
  if (!into.temp_root.empty() && !is_absolute(into.temp_root)) {
    from.warn("TMPDIR", into.temp_root, "an absolute path");
    into.temp_root.clear();
  }
  into.policy = read_policy(from, "PARALLEL_TESTING_TEMP_POLICY");
  const auto retention = from.checked(
      "PARALLEL_TESTING_TEMP_RETENTION", "a number of runs from 0 to 1000",
      [](std::string_view text) {
        return whole_number(text, 1000).has_value();
      });
  if (retention) {
    into.retention = static_cast<int>(*whole_number(*retention, 1000));
  }
  into.redirect_tmpdir = !from.inherits("PARALLEL_TESTING_TMPDIR");
}

std::optional<std::pair<std::uint16_t, std::uint16_t>> range_of(
    std::string_view text) {
  const std::vector<std::string_view> ends = split(text, '-');
  if (ends.size() != 2) {
    return std::nullopt;
  }
  const auto low = whole_number(ends[0], 65535);
  const auto high = whole_number(ends[1], 65535);
  if (!low || !high || *low == 0 || *low > *high) {
    return std::nullopt;
  }
  return std::pair(static_cast<std::uint16_t>(*low),
                   static_cast<std::uint16_t>(*high));
}

void read_port_range(reader& from, settings& into) {
  const auto range = from.checked(
      "PARALLEL_TESTING_PORT_RANGE", "LOW-HIGH within 1-65535",
      [](std::string_view text) { return range_of(text).has_value(); });
  if (!range) {
    return;
  }
  into.port_range = *range_of(*range);
  into.port_range_given = true;
}

std::string chosen_locks(const std::string& held_locks, const std::string& pid,
                         bool are_of_process) {
  std::string chosen;
  for (const std::string_view entry : split(held_locks, ';')) {
    const bool is_held = entry.find('=' + pid + '.') != std::string_view::npos;
    if (is_held != are_of_process || entry.empty()) {
      continue;
    }
    if (!chosen.empty()) {
      chosen += ';';
    }
    chosen += entry;
  }
  return chosen;
}

void read_run(reader& from, settings& into) {
  into.run_id = from.checked(
      "PARALLEL_TESTING_RUN_ID",
      "1 to 64 letters, digits, '_', '.' or '-', not starting with '.'",
      [](std::string_view text) {
        return is_plain_name(text, 64) && text[0] != '.';
      });
  into.run_directory =
      from.checked("PARALLEL_TESTING_RUN_DIR", "an absolute path", is_absolute);
  into.ctest =
      from.checked("PARALLEL_TESTING_CTEST",
                   "the process id and start time of ctest", is_ctest_token);
  into.outer_worker = from.checked(
      "PARALLEL_TESTING_WORKER", "gw0, gw1, … or master",
      [](std::string_view text) { return worker_index(text).has_value(); });
  const auto index =
      from.checked("PARALLEL_TESTING_INDEX_IN_RUN", "a number from 0 to 99999",
                   [](std::string_view text) {
                     return whole_number(text, largest_index).has_value();
                   });
  if (index) {
    into.outer_index = static_cast<int>(*whole_number(*index, largest_index));
  }
  const auto count = from.checked(
      "PARALLEL_TESTING_WORKER_COUNT", "a number from 1 to 100000",
      [](std::string_view text) {
        return whole_number(text, largest_worker_count).value_or(0) > 0;
      });
  if (count) {
    into.worker_count =
        static_cast<int>(*whole_number(*count, largest_worker_count));
  }
}

}  // namespace

std::optional<int> worker_index(std::string_view id) {
  if (id == "master") {
    return 0;
  }
  if (id.substr(0, 2) != "gw" || id.size() > 8) {
    return std::nullopt;
  }
  const auto number = whole_number(id.substr(2), 99999);
  if (!number) {
    return std::nullopt;
  }
  return static_cast<int>(*number);
}

settings without_own_exports(settings given, const std::string& pid) {
  if (given.set_by != pid) {
    return given;
  }
  given.former_worker = std::exchange(given.outer_worker, std::nullopt);
  given.former_index = std::exchange(given.outer_index, 0);
  given.former_directory = std::exchange(given.outer_temp_directory, "");
  if (given.temp_root == given.former_directory) {
    // TMPDIR has the form <temp root>/pt-<user>/<run>/<directory>.
    for (int level = 0; level < 3; ++level) {
      const std::size_t slash = given.temp_root.rfind('/');
      given.temp_root.resize(slash == std::string::npos ? 0 : slash);
    }
  }
  given.held_locks = locks_of_others(given.held_locks, pid);
  return given;
}

std::string locks_of_process(const std::string& held_locks,
                             const std::string& pid) {
  return chosen_locks(held_locks, pid, true);
}

std::string locks_of_others(const std::string& held_locks,
                            const std::string& pid) {
  return chosen_locks(held_locks, pid, false);
}

settings read_settings(const environment_lookup& lookup) {
  settings result;
  reader from(lookup, result);
  read_run(from, result);
  read_temp_settings(from, result);
  read_artifact_settings(from, result);
  read_port_range(from, result);
  result.state_directory = from.checked("PARALLEL_TESTING_STATE_DIR",
                                        "an absolute path", is_absolute);
  result.outer_temp_directory = from.text("PARALLEL_TESTING_TEMP_DIR");
  result.held_locks = from.text("PARALLEL_TESTING_HELD_LOCKS");
  result.set_by = from.text("PARALLEL_TESTING_PROCESS");
  result.program = from.text("PARALLEL_TESTING_PROGRAM");
  result.group = from.text("PARALLEL_TESTING_GROUP");
  result.resource_spec = from.text("PARALLEL_TESTING_RESOURCE_SPEC");
  result.supervised = from.text("PARALLEL_TESTING_SUPERVISED");
  result.inherit_worker = from.inherits("PARALLEL_TESTING_NESTED");
  result.private_directory = from.text("PARALLEL_TESTING_PRIVATE_DIRECTORY");
  result.started_by_ctest = lookup("CTEST_INTERACTIVE_DEBUG_MODE") != nullptr;
  result.servers_on_disk =
      from.checked("PARALLEL_TESTING_POSTGRESQL_STORAGE", "memory or disk",
                   [](std::string_view text) {
                     return text == "memory" || text == "disk";
                   }) == "disk";
  if (from.text("PARALLEL_TESTING_COVERAGE") != "off") {
    result.coverage_directory = from.checked(
        "PARALLEL_TESTING_COVERAGE", "off or an absolute path", is_absolute);
  }
  result.coverage_per_test =
      from.text("PARALLEL_TESTING_COVERAGE_PER_TEST") == "1";
  return result;
}

}  // namespace parallel_testing
