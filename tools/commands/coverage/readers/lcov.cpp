// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/lcov.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>
#include <vector>

#include "commands/coverage/readers/gcda.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

template <class Number>
Number number_of(std::string_view text) {
  Number result = 0;
  const auto [rest, problem] =
      std::from_chars(text.data(), text.data() + text.size(), result);
  if (problem != std::errc() || rest != text.data() + text.size()) {
    throw bad_data(fmt::format("'{}' is not a number", text));
  }
  return result;
}

class lcov_reader {
 public:
  explicit lcov_reader(coverage_table& into) : into_(into) {}

  void add(std::string_view line) {
    if (line.starts_with("SF:")) {
      file_ = &into_[std::string(line.substr(3))];
      fresh_.clear();
    } else if (line.starts_with("DA:")) {
      const auto fields = fields_of(line.substr(3), 2);
      covered_line counted;
      counted.count = number_of<std::uint64_t>(fields[1]);
      coverage_command::add((*file_)[number_of<std::uint32_t>(fields[0])],
                            counted);
    } else if (line.starts_with("BRDA:")) {
      const auto fields = fields_of(line.substr(5), 4);
      const bool never_came_there = fields[3] == "-";
      fresh_[number_of<std::uint32_t>(fields[0])].branches.push_back(
          never_came_there ? 0 : number_of<std::uint64_t>(fields[3]));
    } else if (line == "end_of_record" && file_ != nullptr) {
      end_file();
    }
  }

 private:
  [[nodiscard]] std::vector<std::string_view> fields_of(
      std::string_view text, std::size_t least) const {
    std::vector<std::string_view> fields = split(text, ',');
    if (file_ == nullptr || fields.size() < least) {
      throw bad_data("it is not a trace file of lcov");
    }
    return fields;
  }

  /// The outcomes of a line come one by one, so they are joined here.
  void end_file() {
    for (const auto& [number, line] : fresh_) {
      coverage_command::add((*file_)[number], line);
    }
    file_ = nullptr;
  }

  coverage_table& into_;
  covered_file* file_ = nullptr;
  covered_file fresh_;
};

std::string branches_text(const covered_file& file, const ratio& sum) {
  std::string text;
  for (const auto& [number, line] : file) {
    for (std::size_t at = 0; at < line.branches.size(); ++at) {
      text += fmt::format(
          "BRDA:{},0,{},{}\n", number, at,
          line.count == 0 ? "-" : std::to_string(line.branches[at]));
    }
  }
  return text + fmt::format("BRF:{}\nBRH:{}\n", sum.all, sum.covered);
}

}  // namespace

void add_lcov(std::istream& input, coverage_table& into) {
  lcov_reader reader(into);
  std::size_t number = 0;
  for (std::string line; std::getline(input, line);) {
    ++number;
    try {
      reader.add(line);
    } catch (const bad_data& problem) {
      throw bad_data(fmt::format("line {}: {}", number, problem.what()));
    }
  }
}

std::string lcov_text(const coverage_table& table, const std::string& root,
                      branches which) {
  std::string text;
  for (const auto& [path, file] : table) {
    const totals sum = totals_of(file);
    text += fmt::format("TN:\nSF:{}\n",
                        starts_with(path, "/") ? path : root + "/" + path);
    if (which == branches::shown) {
      text += branches_text(file, sum.branches);
    }
    for (const auto& [number, line] : file) {
      text += fmt::format("DA:{},{}\n", number, line.count);
    }
    text += fmt::format("LF:{}\nLH:{}\nend_of_record\n", sum.lines.all,
                        sum.lines.covered);
  }
  return text;
}

}  // namespace parallel_testing::coverage_command
