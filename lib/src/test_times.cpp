// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "test_times.hpp"

#include <fcntl.h>

#include <cerrno>

#include "format.hpp"
#include "os.hpp"
#include "unique_fd.hpp"

namespace parallel_testing {

namespace {
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
}  // namespace

std::string times_file(const std::string& run_directory) {
  constexpr std::string_view runs = "/Testing/ParallelTesting/runs";
  const std::string parent =
      run_directory.substr(0, run_directory.find_last_of('/'));
  if (parent.size() < runs.size() ||
      parent.compare(parent.size() - runs.size(), runs.size(), runs) != 0) {
    return "";
  }
  return parent.substr(0, parent.rfind('/')) + "/times.txt";
}

std::string to_line(const test_time& noted) {
  constexpr std::int64_t ns_per_ms = 1'000'000;
  const std::string program =
      noted.executable.substr(noted.executable.rfind('/') + 1);
  return fmt::format("{}_{} {}\n", in_hexadecimal(program),
                     in_hexadecimal(noted.selector),
                     (noted.own_ns + ns_per_ms - 1) / ns_per_ms);
}

void note_test_time(const std::string& run_directory, const test_time& noted) {
  const std::string path = times_file(run_directory);
  if (path.empty()) return;
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(),
                                   O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW));
  if (!file || !os::write_all(file.get(), to_line(noted))) {
    os::throw_error("cannot write", path, errno,
                    "free some space or make it writable");
  }
}

}  // namespace parallel_testing
