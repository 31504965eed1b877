// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/case_times.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <unordered_set>
#include <vector>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {
constexpr std::uint64_t most_milliseconds = 999'999'999'999;
/// A shorter file is not worth rewriting.
constexpr off_t least_worth_shortening = 64 * 1024;
/// Only the end of a longer file is read: it contains the latest times.
constexpr off_t most_read = 16 * 1024 * 1024;

/// The `<program>_<selector>` of a line, "" when `line` has another form.
std::string_view key_of(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos ||
      !whole_number(line.substr(blank + 1), most_milliseconds)) {
    return "";
  }
  const std::string_view key = line.substr(0, blank);
  const bool is_key =
      key.find_first_not_of("0123456789abcdef_") == std::string_view::npos &&
      key.find('_') != std::string_view::npos;
  return is_key ? key : "";
}

std::string in_hexadecimal(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string result;
  result.reserve(2 * text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    result += digits[byte / 16];
    result += digits[byte % 16];
  }
  return result;
}

std::string program_key_of(const std::string& executable) {
  return in_hexadecimal(executable.substr(executable.rfind('/') + 1));
}

std::string from_hexadecimal(std::string_view digits) {
  const auto value = [](char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
  };
  std::string text;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    text += static_cast<char>(16 * value(digits[at]) + value(digits[at + 1]));
  }
  return text;
}

std::string file_of_times(const std::string& run_directory,
                          std::string_view name) {
  constexpr std::string_view runs = "/Testing/ParallelTesting/runs";
  const std::string parent =
      run_directory.substr(0, run_directory.find_last_of('/'));
  // Appending to one file from several nodes is not atomic on NFS.
  constexpr std::string_view nodes = "/nodes";
  if (parent.size() > nodes.size() &&
      parent.compare(parent.size() - nodes.size(), nodes.size(), nodes) == 0) {
    return fmt::format("{}/{}", run_directory, name);
  }
  if (parent.size() < runs.size() ||
      parent.compare(parent.size() - runs.size(), runs.size(), runs) != 0) {
    return "";
  }
  return fmt::format("{}/{}", parent.substr(0, parent.rfind('/')), name);
}

void append_lines(const std::string& path, const std::string& lines) {
  if (path.empty() || lines.empty()) {
    return;
  }
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(),
                                   O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW));
  if (!file || !os::write_all(file.get(), lines)) {
    os::throw_error("cannot write", path, errno,
                    "free some disk space or make the file writable");
  }
}
}  // namespace

std::string times_file(const std::string& run_directory) {
  return file_of_times(run_directory, "times.txt");
}

std::string to_line(const test_time& noted) {
  constexpr std::int64_t ns_per_ms = 1'000'000;
  return fmt::format("{}_{} {}\n", program_key_of(noted.executable),
                     in_hexadecimal(noted.selector),
                     (noted.own_ns + ns_per_ms - 1) / ns_per_ms);
}

void note_test_time(const std::string& run_directory, const test_time& noted) {
  append_lines(times_file(run_directory), to_line(noted));
}

void note_case_times(const std::string& run_directory,
                     const std::vector<test_time>& noted) {
  std::string lines;
  for (const test_time& each : noted) {
    lines += to_line(each);
  }
  append_lines(file_of_times(run_directory, "case_times.txt"), lines);
}

std::unordered_map<std::string, std::int64_t> case_times_of(
    std::string_view lines, const std::string& executable) {
  const std::string start = program_key_of(executable) + "_";
  std::unordered_map<std::string, std::int64_t> times;
  for (const std::string_view line : split(lines, '\n')) {
    const std::string_view key = key_of(line);
    if (key.empty() || !starts_with(key, start)) {
      continue;
    }
    const auto time =
        whole_number(line.substr(key.size() + 1), most_milliseconds);
    times[from_hexadecimal(key.substr(start.size()))] =
        static_cast<std::int64_t>(time.value_or(0));
  }
  return times;
}

std::string without_old_times(std::string_view lines) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> all = split(lines, '\n');
  for (auto line = all.rbegin(); line != all.rend(); ++line) {
    const std::string_view key = key_of(*line);
    if (!key.empty() && seen.insert(key).second) {
      kept.push_back(*line);
    }
  }
  std::string result;
  for (auto line = kept.rbegin(); line != kept.rend(); ++line) {
    result.append(*line).append("\n");
  }
  return result;
}

namespace {
void shorten_file(const std::string& path) {
  if (path.empty()) {
    return;
  }
  const unique_fd file(
      os::open_at(AT_FDCWD, path.c_str(), O_RDONLY | O_NOFOLLOW));
  struct stat seen {};
  if (!file || ::fstat(file.get(), &seen) != 0 ||
      seen.st_size < least_worth_shortening) {
    return;
  }
  if (seen.st_size > most_read) {
    ::lseek(file.get(), seen.st_size - most_read, SEEK_SET);
  }
  const std::string text = without_old_times(read_rest(file.get()));
  if (static_cast<off_t>(text.size()) > seen.st_size / 2) {
    return;
  }
  if (replace_whole(AT_FDCWD, path, text)) {
    return;
  }
  os::throw_error("cannot write", path, errno,
                  "free some disk space or make it writable");
}
}  // namespace

void shorten_test_times(const std::string& run_directory) {
  shorten_file(times_file(run_directory));
  shorten_file(file_of_times(run_directory, "case_times.txt"));
}

}  // namespace parallel_testing
