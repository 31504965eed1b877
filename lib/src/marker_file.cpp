// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "marker_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <parallel_testing/error.hpp>

#include "fields.hpp"
#include "format.hpp"
#include "marker_text.hpp"
#include "os.hpp"
#include "process_info.hpp"
#include "text.hpp"
#include "unique_fd.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view header = "parallel_testing_markers 1";
}

marker_file::marker_file(std::string_view text, const std::string& path) {
  int number = 0;
  std::vector<std::string_view> lines = split(text, '\n');
  if (lines.empty()) lines.emplace_back();
  for (const std::string_view line : lines) {
    ++number;
    const std::size_t tab = line.find('\t');
    const bool is_good =
        number == 1 ? line == header : line.empty() || tab != line.npos;
    if (!is_good) {
      throw error(
          fmt::format("{}:{}: not a marker line of this version: '{}'; "
                      "build the target again",
                      path, number, line));
    }
    if (number == 1 || line.empty()) continue;
    rules_.push_back({read_line(line.substr(0, tab)).front(),
                      split_markers(line.substr(tab + 1))});
  }
}

std::vector<std::string> marker_file::markers_of(std::string_view test) const {
  std::vector<std::string> result;
  for (const rule& each : rules_) {
    if (!matches_glob(test, each.glob)) continue;
    result.insert(result.end(), each.markers.begin(), each.markers.end());
  }
  return result;
}

marker_file own_marker_file() {
  const std::string path = own_executable() + ".markers";
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(), O_RDONLY));
  if (!file && errno == ENOENT) return marker_file();
  if (!file) {
    os::throw_error("cannot read the markers of this program", path, errno,
                    "build the target again");
  }
  return marker_file(os::read_fd(file.get()), path);
}

}  // namespace parallel_testing
