// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>
#include <thread>

namespace parallel_testing::tools {
namespace {

constexpr std::size_t most_digits_of_memory = 16;

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole =
      parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  return whole && !text.empty() ? std::optional(number) : std::nullopt;
}

std::vector<std::string> items_in(std::string_view text, char separator) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    items.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

std::string first_line(const std::string& path) {
  std::string line;
  std::ifstream stream(path);
  std::getline(stream, line);
  return line;
}

/// The text after `name` on its line, empty if no line begins with `name`.
std::string value_in(const std::string& path, std::string_view name) {
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(name)) {
      const std::size_t start = line.find_first_not_of(" \t", name.size());
      return start == std::string::npos ? "" : line.substr(start);
    }
  }
  return "";
}

/// Adds the directory of a control group and those of all groups that contain
/// it, all below `mount`.
void add_groups(const std::string& mount, std::string group,
                std::vector<std::string>& into) {
  while (group.ends_with('/')) {
    group.pop_back();
  }
  into.push_back(mount + group);
  while (group.find('/') != std::string::npos) {
    group.resize(group.rfind('/'));
    into.push_back(mount + group);
  }
}

std::vector<std::string> control_groups(const std::string& root,
                                        const std::string& controller) {
  std::vector<std::string> found;
  const std::string mount = root + "/sys/fs/cgroup/";
  std::ifstream lines(root + "/proc/self/cgroup");
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (second == std::string::npos) {
      continue;
    }
    const std::string names = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    if (names.empty()) {
      add_groups(mount + ".", group, found);
      add_groups(mount + "unified", group, found);
      continue;
    }
    const std::vector<std::string> controllers = items_in(names, ',');
    if (std::find(controllers.begin(), controllers.end(), controller) !=
        controllers.end()) {
      add_groups(mount + controller, group, found);
      add_groups(mount + names, group, found);
    }
  }
  return found;
}

int quota_processors(const std::string& quota, const std::string& period) {
  const std::int64_t time = number_of(quota).value_or(0);
  const std::int64_t of = number_of(period).value_or(0);
  if (time <= 0 || of <= 0) {
    return 0;
  }
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::min((time - 1) / of + 1, most));
}

void lower(limit& current, std::int64_t number, const std::string& by) {
  if (number > 0 && number < current.number) {
    current = {static_cast<int>(number), by};
  }
}

std::string plural(std::int64_t number, const char* what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

}  // namespace

int count_processors(const std::string& list) {
  std::int64_t count = 0;
  for (const std::string& range : items_in(list, ',')) {
    const std::size_t dash = range.find('-');
    const auto first = number_of(range.substr(0, dash));
    const auto last =
        dash == std::string::npos ? first : number_of(range.substr(dash + 1));
    if (first && last && *first >= 0 && *last >= *first) {
      count += *last - *first + 1;
    }
  }
  return static_cast<int>(
      std::min<std::int64_t>(count, std::numeric_limits<int>::max()));
}

limit available_processors(const std::string& root) {
  int processors = count_processors(
      value_in(root + "/proc/self/status", "Cpus_allowed_list:"));
  if (processors == 0) {
    processors =
        static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  }
  limit result{processors, plural(processors, "processor")};
  for (const std::string& group : control_groups(root, "cpu")) {
    const std::vector<std::string> words =
        items_in(first_line(group + "/cpu.max"), ' ');
    int quota = words.size() == 2 ? quota_processors(words[0], words[1]) : 0;
    if (quota == 0) {
      quota = quota_processors(first_line(group + "/cpu.cfs_quota_us"),
                               first_line(group + "/cpu.cfs_period_us"));
    }
    lower(result, quota, "the quota of the control group");
  }
  return result;
}

std::int64_t available_memory(const std::string& root) {
  const std::string total = value_in(root + "/proc/meminfo", "MemTotal:");
  std::int64_t memory =
      number_of(total.substr(0, total.find(' '))).value_or(0) / 1024;
  for (const std::string& group : control_groups(root, "memory")) {
    for (const char* file : {"/memory.max", "/memory.limit_in_bytes"}) {
      const std::string line = first_line(group + file);
      // A limit with more digits means "no limit".
      if (line.size() > most_digits_of_memory) {
        continue;
      }
      const std::int64_t bytes = number_of(line).value_or(0);
      if (bytes > 0 && (memory == 0 || bytes / 1048576 < memory)) {
        memory = bytes / 1048576;
      }
    }
  }
  return memory;
}

std::vector<std::int64_t> memory_requests(const std::string& build) {
  namespace fs = std::filesystem;
  constexpr std::string_view request = "=memory ";
  const std::string folder = build + "/parallel_testing";
  if (!value_in(folder + "/capacities.cmake", "set(_parallel_capacity_memory ")
           .empty()) {
    return {};
  }
  std::vector<std::int64_t> requests;
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::directory_iterator(folder + "/index", problem)) {
    std::ifstream lines(each.path());
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find(request);
      if (at == std::string::npos) {
        continue;
      }
      const std::string rest = line.substr(at + request.size());
      const auto amount =
          number_of(rest.substr(0, rest.find_first_not_of("0123456789")));
      if (amount && *amount > 0) {
        requests.push_back(*amount);
      }
    }
  }
  return requests;
}

int tests_within_memory(std::vector<std::int64_t> requests,
                        std::int64_t memory) {
  if (memory <= 0) {
    return 0;
  }
  std::sort(requests.begin(), requests.end(), std::greater<>());
  std::int64_t rest = memory;
  int count = 0;
  for (const std::int64_t each : requests) {
    if (each > rest) {
      return std::max(count, 1);
    }
    rest -= each;
    ++count;
  }
  return 0;
}

limit automatic_jobs(const job_limits& known) {
  limit result = known.processors;
  lower(result, number_of(known.jobs_variable).value_or(0),
        "PARALLEL_TESTING_JOBS");
  lower(result, tests_within_memory(known.memory_requests, known.memory),
        fmt::format("memory: markers, {} MiB", known.memory));
  return result;
}

}  // namespace parallel_testing::tools
