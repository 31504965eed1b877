// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/fields.hpp"
#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {
constexpr std::string_view header = "parallel_testing_markers 1";
constexpr std::string_view plain_tags = "tags_are_not_markers";
}  // namespace

marker_file::marker_file(std::string_view text, const std::string& path) {
  int number = 0;
  std::vector<std::string_view> lines = split(text, '\n');
  if (lines.empty()) {
    lines.emplace_back();
  }
  for (const std::string_view line : lines) {
    ++number;
    const std::size_t tab = line.find('\t');
    const bool is_good =
        number == 1 ? line == header
                    : line.empty() || line == plain_tags || tab != line.npos;
    if (!is_good) {
      throw error(
          fmt::format("{}:{}: not a marker line of this version: '{}'; build "
                      "the target again",
                      path, number, line));
    }
    if (number == 1 || line.empty()) {
      continue;
    }
    if (line == plain_tags) {
      tags_are_markers_ = false;
      continue;
    }
    const std::string_view rest = line.substr(tab + 1);
    rules_.push_back({read_line(line.substr(0, tab)).front(),
                      parse_markers(rest.substr(0, rest.find('\t')))});
  }
}

marker_list marker_file::markers_of(std::string_view test) const {
  marker_list result;
  for (const rule& each : rules_) {
    if (!matches_glob(test, each.glob)) {
      continue;
    }
    result.insert(result.end(), each.markers.begin(), each.markers.end());
  }
  return result;
}

void marker_file::add(marker_file other) {
  tags_are_markers_ = tags_are_markers_ && other.tags_are_markers_;
  for (rule& each : other.rules_) {
    rules_.push_back(std::move(each));
  }
}

namespace {
marker_file read_marker_file(const std::string& path) {
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(), O_RDONLY));
  if (!file && errno == ENOENT) {
    return marker_file();
  }
  if (!file) {
    os::throw_error("cannot read the markers of this program", path, errno,
                    "build the target again");
  }
  return marker_file(read_rest(file.get()), path);
}
}  // namespace

marker_file own_marker_file() {
  const std::string& program = own_executable();
  marker_file markers = read_marker_file(program + ".markers");
  markers.add(read_marker_file(program + ".case_markers"));
  return markers;
}

}  // namespace parallel_testing
