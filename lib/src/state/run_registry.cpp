// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/run_registry.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {

constexpr std::string_view record_header = "parallel_testing_run 1";
constexpr const char* runs_folder = "runs";

std::string file_of(const run_record& record) {
  return fmt::format("{}/{}", runs_folder, run_file_name(record.id));
}

std::string parent_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

/// Retention counts the runs of each group separately.
std::string group_of(const run_record& record) {
  return record.by_hand ? "" : parent_of(record.directory);
}

/// Whether the record found is not of this run, or is of an earlier run to
/// which the user gave the same id.
bool is_stale(const run_record& found, const run_record& proposed) {
  if (found.id != proposed.id) {
    return true;
  }
  return found.owner != proposed.owner && !is_alive(found.owner);
}

enum class if_there { keep, replace };

/// Writes the record. False when another process was first. Throws error.
bool publish(const state_directory& state, const run_record& record,
             if_there other) {
  make_folder(state, runs_folder);
  const std::string name = file_of(record);
  const auto put = other == if_there::keep ? create_whole : replace_whole;
  if (put(state.fd.get(), name, to_text(record), 0600)) {
    return true;
  }
  if (errno == EEXIST) {
    return false;
  }
  os::throw_error("cannot write", state.path + "/" + name, errno,
                  "free some disk space or set PARALLEL_TESTING_STATE_DIR");
}

void lock_shared(int fd, const std::string& name) {
  if (try_lock(fd, lock_mode::shared, name)) {
    return;
  }
  os::say(
      "waiting to join the run: one of its no_parallel tests is running, or "
      "its directories are being collected");
  wait_for_lock(fd, lock_mode::shared, name);
}

/// Removes a directory of a run only if its last component is `name`: a
/// directory that the user chose and also uses for other files is never
/// removed.
void remove_or_report(const std::string& path, const std::string& name) {
  if (path.substr(path.rfind('/') + 1) != name || remove_tree(path)) {
    return;
  }
  os::say(fmt::format(
      "cannot remove '{}' of a finished run: {}; remove it manually", path,
      std::strerror(errno)));
}

void remove_run(const state_directory& state, const run_record& record) {
  remove_or_report(record.temporary, temporary_name(record.id));
  if (record.directory != record.temporary) {
    remove_or_report(record.directory, record.id);
  }
  remove_run_indices(state, run_file_name(record.id));
  ::unlinkat(state.fd.get(), file_of(record).c_str(), 0);
}

/// Tries repeatedly for a short time, because has_members() may be probing the
/// same run.
bool try_lock_dead(int fd, const std::string& name) {
  constexpr int most_attempts = 20;
  for (int attempt = 1; !try_lock(fd, lock_mode::exclusive, name); ++attempt) {
    if (attempt == most_attempts) {
      return false;
    }
    ::poll(nullptr, 0, 5);
  }
  return true;
}

/// Calls `act` with the record of the run, under its lock, if the run is dead.
template <class Action>
bool if_dead(const state_directory& state, const run_record& record,
             Action act) {
  if (is_alive(record.owner)) {
    return false;
  }
  const std::string name = file_of(record);
  const unique_fd file(
      os::open_at(state.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
  if (!file || !try_lock_dead(file.get(), name)) {
    return false;
  }
  // Check again under the lock: a new run with the same id may have replaced
  // the record.
  if (!is_still_there(file.get(), state, name)) {
    return false;
  }
  const run_record now = parse_run_record(read_rest(file.get()));
  if (now.id != record.id || is_alive(now.owner)) {
    return false;
  }
  act(now);
  return true;
}

std::vector<std::string> record_names(const state_directory& state) {
  return names_in(state.path + "/" + runs_folder);
}

std::vector<run_record> records_in(const state_directory& state,
                                   const std::vector<std::string>& names) {
  std::vector<run_record> records;
  for (const std::string& name : names) {
    run_record record = parse_run_record(
        read_whole(state.fd.get(), fmt::format("{}/{}", runs_folder, name)));
    if (run_file_name(record.id) == name) {
      records.push_back(std::move(record));
    }
  }
  return records;
}

}  // namespace

std::string to_text(const run_record& record) {
  return fmt::format(
      "{}\nid {}\nowner {}\ndirectory {}\ntemporary {}\ncreated {}\n"
      "by_hand {}\n",
      record_header, record.id, record.owner, record.directory,
      record.temporary, record.created_ns, record.by_hand ? 1 : 0);
}

run_record parse_run_record(std::string_view text) {
  run_record record;
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.empty() || lines[0] != record_header) {
    return record;
  }
  std::map<std::string_view, std::string_view> values;
  for (const std::string_view line : lines) {
    const std::size_t blank = line.find(' ');
    if (blank != std::string_view::npos) {
      values[line.substr(0, blank)] = line.substr(blank + 1);
    }
  }
  // The directories of a record will be removed one day, and a truncated path
  // names another directory. So a record without its end is not accepted.
  const std::string_view last = values["by_hand"];
  if (text.back() != '\n' || (last != "0" && last != "1")) {
    return record;
  }
  record.id = values["id"];
  record.owner = values["owner"];
  record.directory = values["directory"];
  record.temporary = values["temporary"];
  record.by_hand = last == "1";
  const auto created = whole_number(values["created"], INT64_MAX);
  record.created_ns = static_cast<std::int64_t>(created.value_or(0));
  return record;
}

run_record read_run_record(const state_directory& state,
                           const std::string& run_id) {
  const std::string name =
      fmt::format("{}/{}", runs_folder, run_file_name(run_id));
  return parse_run_record(read_whole(state.fd.get(), name));
}

std::string temporary_name(const std::string& run_id) {
  return hex(hash(run_id), 8);
}

std::string run_file_name(const std::string& run_id) {
  return file_name(run_id, 40) + "-" + hex(hash(run_id), 8);
}

joined_run join_run(const state_directory& state, const run_record& proposed) {
  const std::string name = file_of(proposed);
  joined_run result;
  for (;;) {
    result.lock.reset(
        os::open_at(state.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
    if (!result.lock && errno != ENOENT) {
      os::throw_error("cannot open", state.path + "/" + name, errno,
                      "remove the file if no run uses it");
    }
    if (!result.lock) {
      result.is_first = publish(state, proposed, if_there::keep);
      continue;
    }
    lock_shared(result.lock.get(), name);
    if (!is_still_there(result.lock.get(), state, name)) {
      continue;
    }
    result.record = parse_run_record(read_rest(result.lock.get()));
    if (!is_stale(result.record, proposed)) {
      return result;
    }
    if (try_lock(result.lock.get(), lock_mode::exclusive, name)) {
      result.is_first = publish(state, proposed, if_there::replace);
      continue;
    }
    // Other processes are still in the run, so it is alive. The failed attempt
    // released the shared lock.
    lock_shared(result.lock.get(), name);
    if (is_still_there(result.lock.get(), state, name)) {
      return result;
    }
  }
}

unique_fd open_run(const state_directory& state, const std::string& run_id) {
  const std::string name =
      fmt::format("{}/{}", runs_folder, run_file_name(run_id));
  unique_fd file(
      os::open_at(state.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
  if (file) {
    try_lock(file.get(), lock_mode::shared, name);
  }
  return file;
}

bool has_members(const state_directory& state, const std::string& run_id) {
  constexpr int most_attempts = 1000;
  const std::string name =
      fmt::format("{}/{}", runs_folder, run_file_name(run_id));
  for (int attempt = 1;; ++attempt) {
    const unique_fd file(
        os::open_at(state.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
    if (!file || try_lock(file.get(), lock_mode::exclusive, name)) {
      return false;
    }
    // Members hold the lock shared; a process that removes a dead run does not.
    const bool is_shared = try_lock(file.get(), lock_mode::shared, name);
    if (is_shared && is_still_there(file.get(), state, name)) {
      return true;
    }
    if (attempt == most_attempts) {
      return true;
    }
    ::poll(nullptr, 0, 10);
  }
}

void forget_run(const state_directory& state, joined_run& joined) noexcept {
  try {
    const std::string name = file_of(joined.record);
    if (try_lock(joined.lock.get(), lock_mode::exclusive, name)) {
      remove_run(state, joined.record);
    }
  } catch (const std::exception& problem) {
    os::say(
        fmt::format("the finished run was not removed: {}", problem.what()));
  }
}

std::vector<run_record> beyond_retention(std::vector<run_record> records,
                                         int keep) {
  std::sort(records.begin(), records.end(),
            [](const run_record& a, const run_record& b) {
              return a.created_ns > b.created_ns;
            });
  std::map<std::string, int> seen;
  std::vector<run_record> result;
  for (run_record& record : records) {
    if (++seen[group_of(record)] > keep) {
      result.push_back(std::move(record));
    }
  }
  return result;
}

std::vector<run_record> find_dead_runs(const state_directory& state, int keep) {
  std::vector<run_record> dead;
  const std::vector<run_record> all = records_in(state, record_names(state));
  for (const run_record& each : beyond_retention(all, keep)) {
    if_dead(state, each, [&](const run_record& now) { dead.push_back(now); });
  }
  return dead;
}

bool remove_dead_run(const state_directory& state, const run_record& record) {
  return if_dead(state, record,
                 [&](const run_record& now) { remove_run(state, now); });
}

std::vector<std::string> records_to_read(
    std::vector<std::string> names, const std::vector<std::string>& same_tree,
    const std::string& own) {
  constexpr std::size_t few = 32;
  if (names.size() <= few) {
    return names;
  }
  std::sort(names.begin(), names.end());
  std::vector<std::string> chosen = same_tree;
  const std::size_t first = hash(own) % names.size();
  for (std::size_t at = 0; at < few; ++at) {
    chosen.push_back(names[(first + at) % names.size()]);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

void collect_dead_runs(const state_directory& state, int keep,
                       const run_record& own) noexcept {
  try {
    std::vector<std::string> names = record_names(state);
    if (!own.by_hand) {
      std::vector<std::string> same_tree;
      for (const std::string& id : names_in(parent_of(own.directory))) {
        same_tree.push_back(run_file_name(id));
      }
      names =
          records_to_read(std::move(names), same_tree, run_file_name(own.id));
    }
    // Of a build tree that was read in part, more runs stay than necessary.
    for (const run_record& each :
         beyond_retention(records_in(state, names), keep)) {
      remove_dead_run(state, each);
    }
  } catch (const std::exception& problem) {
    os::say(fmt::format("earlier runs were not collected: {}", problem.what()));
  }
}

}  // namespace parallel_testing
