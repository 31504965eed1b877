// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/discovered_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/whole_file.hpp"
#include "discovered/cmake_calls.hpp"
#include "lib/src/base/frameworks.hpp"
#include "lib/src/discovery/unit_file.hpp"
#include "lib/src/markers/marker.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> items_of(const std::string& list) {
  std::vector<std::string> items;
  for (parsed_marker& marker : parse_markers(list)) {
    if (!marker.text.empty()) {
      items.push_back(std::move(marker.text));
    }
  }
  return items;
}

/// The markers of a case. Drops tags of Catch2 that are neither markers nor
/// declared labels.
std::vector<std::string> markers_of_case(
    const std::string& list, const std::vector<std::string>& labels) {
  std::vector<std::string> texts;
  for (const parsed_marker& marker : parse_markers(list)) {
    // A private directory, which CMake records as a marker; see
    // lib/src/discovery/distribution.hpp.
    if (marker.text.rfind('=', 0) == 0) {
      continue;
    }
    const bool is_tag = marker.kind == marker_kind::plain_tag;
    std::string text = marker.text.substr(is_tag ? 1 : 0);
    if (!is_tag ||
        std::find(labels.begin(), labels.end(), text) != labels.end()) {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

/// The text that an item of a CMake list stands for; see
/// cmake/ParallelTesting/pure/ListItems.cmake.
std::string text_of_item(std::string item) {
  for (std::size_t at = 0; at < item.size(); ++at) {
    if (item[at] == '\\' && at + 1 < item.size() && item[at + 1] == ';') {
      item.erase(at, 1);
    }
    if (item[at] == '\1') {
      item[at] = '[';
    }
    if (item[at] == '\2') {
      item[at] = ']';
    }
    if (item[at] == '\4') {
      item[at] = '\\';
    }
  }
  return item;
}

/// An empty argument, as an item of a list.
constexpr const char* empty_item = "\5";

/// Appends the items of a CMake list, including empty ones.
void append_arguments(const std::string& list, std::vector<std::string>& to) {
  if (list.empty()) {
    return;
  }
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= list.size(); ++at) {
    const bool is_end = at == list.size();
    if (is_end || (list[at] == ';' && (at == 0 || list[at - 1] != '\\'))) {
      std::string item = text_of_item(list.substr(begin, at - begin));
      to.push_back(item.empty() ? empty_item : std::move(item));
      begin = at + 1;
    }
  }
}

/// The variables that calls of set() and list(APPEND) leave.
class script_variables {
 public:
  void read(const cmake_call& call) {
    const auto& given = call.arguments;
    if (call.name == "set" && given.size() == 2) {
      lists_[given[0]] = {given[1]};
    } else if (call.name == "_parallel_append_arguments" && given.size() == 2) {
      append_arguments(text("_parallel_item"), lists_[given[0]]);
    } else if (call.name == "list" && given.size() == 3) {
      constexpr const char* through_variable = "${_parallel_item}";
      lists_[given[1]].push_back(given[2] == through_variable
                                     ? text("_parallel_item")
                                     : text_of_item(given[2]));
    }
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    const auto found = lists_.find(name);
    return found == lists_.end() ? "" : found->second.front();
  }

  /// Leaves out empty items, except those that stand for an empty argument.
  [[nodiscard]] std::vector<std::string> items(const std::string& name) const {
    const auto found = lists_.find(name);
    std::vector<std::string> result;
    if (found != lists_.end()) {
      result = found->second;
      std::erase(result, "");
      std::ranges::replace(result, std::string(empty_item), std::string());
    }
    return result;
  }

  [[nodiscard]] bool is_true(const std::string& name) const {
    const std::string value = text(name);
    return value == "TRUE" || value == "1" || value == "ON";
  }

 private:
  std::unordered_map<std::string, std::vector<std::string>> lists_;
};

void read_options(const std::string& text, discovered_target& into) {
  script_variables options;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    options.read(call);
    if (call.name == "parallel_mark" && given.size() >= 3) {
      into.marks.push_back({given[0], items_of(given[1]), given[2]});
    }
  }
  into.call = options.text("option_call");
  into.executable = options.text("option_executable");
  into.markers = options.items("option_markers");
  into.labels = options.items("option_labels");
  into.has_adapter = !options.text("option_adapter").empty();
  into.tags_are_markers = !options.is_true("option_tags_are_not_markers");
  into.listing.directory = options.text("option_working_directory");
  if (into.listing.directory.empty()) {
    into.listing.directory = options.text("option_current_binary_dir");
  }
  into.listing.arguments = options.items("option_discovery_extra_args");
  into.listing.filter = options.text("option_test_filter");
  into.listing.spec = options.items("option_test_spec");
  into.listing.library_folders = options.items("option_dl_paths");
  const std::string limit = options.text("option_discovery_timeout");
  std::from_chars(limit.data(), limit.data() + limit.size(),
                  into.listing.time_limit_s);
  into.listing.needs_emulator = !options.items("option_launcher").empty() ||
                                options.is_true("option_crosscompiling");
}

/// What a manifest records about the cases of units, by name.
struct member_facts {
  std::unordered_map<std::string, std::vector<std::string>> markers;
  std::unordered_map<std::string, std::size_t> counts;  ///< by shown name
};

std::size_t count_in(std::string_view text) {
  std::size_t count = 1;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

/// The count in `disabled cases:2`.
std::size_t count_of_flags(const std::string& flags) {
  constexpr std::string_view key = "cases:";
  const std::size_t at = flags.find(key);
  return at == flags.npos
             ? 1
             : count_in(std::string_view(flags).substr(at + key.size()));
}

void read_members(const std::string& text,
                  const std::vector<std::string>& labels, member_facts& into) {
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_marked_member" && given.size() >= 3) {
      into.markers[given.size() > 3 ? given[3] : given[0]] =
          markers_of_case(given[2], labels);
    } else if (call.name == "parallel_shared_case" && given.size() == 2) {
      into.counts[given[0]] = count_in(given[1]);
    }
  }
}

member_facts read_manifest(const std::string& text, discovered_target& into) {
  member_facts members;
  std::string file;
  const std::vector<std::string> labels =
      into.tags_are_markers ? into.labels : std::vector<std::string>();
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_manifest" && given.size() > 1) {
      into.listing.framework = given[1];
      into.listing.framework_version = given.size() > 2 ? given[2] : "";
    } else if (call.name == "parallel_file" && !given.empty()) {
      file = given[0];
    } else if (call.name == "parallel_case" && given.size() >= 4) {
      into.cases.push_back({given.size() > 5 ? given[5] : given[0], given[1],
                            file + ":" + given[2],
                            markers_of_case(given[3], labels), given[0]});
      if (given.size() > 4) {
        into.cases.back().count = count_of_flags(given[4]);
      }
    } else if (call.name == "parallel_marked" && given.size() == 1) {
      read_members(given[0], labels, members);
    }
  }
  return members;
}

/// The fields of a line that tabs separate. A field has \t for a tab.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields{""};
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\t') {
      fields.emplace_back();
    } else if (line[at] == '\\' && at + 1 < line.size()) {
      const char c = line[++at];
      fields.back() += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    } else {
      fields.back() += line[at];
    }
  }
  return fields;
}

void read_units(std::string_view text, const member_facts& members,
                discovered_target& into) {
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (!into.units.empty()) {
      into.units.back().reference = fmt::format("@{}+{}", begin, end - begin);
    }
  };
  std::size_t at = 0;
  std::string prefix;
  std::string suffix;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::vector<std::string> fields =
        fields_of(text.substr(at, end - at));
    // Before the word stands how the unit runs; see
    // lib/src/discovery/unit_file.
    if (fields[0].ends_with("unit")) {
      close(at);
      begin = at;
      into.units.emplace_back();
      const bool is_named = fields.size() == 5;
      prefix = is_named ? fields[3] : "";
      suffix = is_named ? fields[4] : "";
    } else if (fields[0] == "case" && fields.size() >= 5 &&
               !into.units.empty()) {
      const auto known = members.markers.find(fields[1]);
      const std::string shown = fields.size() > 5 ? fields[5] : fields[1];
      const auto counted = members.counts.find(shown);
      into.units.back().cases.push_back(
          {fields[1], fields[2].empty() ? fields[1] : fields[2],
           fields[3] + ":" + fields[4],
           known == members.markers.end() ? std::vector<std::string>()
                                          : known->second,
           shown, prefix + shown + suffix,
           counted == members.counts.end() ? 1 : counted->second});
    }
    at = end + 1;
  }
  close(std::min(at, text.size()));
}

}  // namespace

discovered_target parse_target(const target_files& files) {
  discovered_target target;
  read_options(files.options, target);
  const member_facts members = read_manifest(files.manifest, target);
  read_units(files.units, members, target);
  return target;
}

std::vector<added_test> parse_added_tests(const std::string& text) {
  std::vector<added_test> tests;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_added_test" && given.size() == 3) {
      tests.push_back({given[0], given[1], items_of(given[2])});
    }
  }
  return tests;
}

namespace {

constexpr std::string_view include_end = "_include.cmake";

std::string text_of_file(const std::string& path) {
  return read_file(path).value_or("");
}

/// Finds the generated files in the same way as ctest: follows each
/// CTestTestfile.cmake to the next.
class finder {
 public:
  explicit finder(const std::string& configuration)
      : end_(configuration.empty() ? "" : "-" + configuration) {}

  void read(const fs::path& directory) {
    if (!seen_.insert((directory / "").lexically_normal().string()).second) {
      return;
    }
    for (const cmake_call& call : parse_cmake_calls(
             text_of_file((directory / "CTestTestfile.cmake").string()))) {
      if (call.arguments.empty()) {
        continue;
      }
      const std::string& path = call.arguments[0];
      if (call.name == "subdirs" || call.name == "add_subdirectory") {
        read(directory / path);
      } else if (call.name == "include" && path.ends_with(include_end)) {
        add(directory / path.substr(0, path.size() - include_end.size()));
      }
    }
  }

  [[nodiscard]] std::vector<discovered_target> targets() {
    return std::move(targets_);
  }

 private:
  void add(const fs::path& base) {
    for (const std::string& start : {base.string(), base.string() + end_}) {
      std::error_code problem;
      const std::string options = start + "_options.cmake";
      if (fs::exists(options, problem)) {
        const std::string units = start + "_units.txt";
        targets_.push_back(parse_target(
            {text_of_file(options), text_of_file(start + "_manifest.cmake"),
             text_of_file(units)}));
        targets_.back().units_file = fs::path(units).filename().string();
        targets_.back().options_file = options;
        return;
      }
    }
  }

  std::string end_;
  std::set<std::string> seen_;
  std::vector<discovered_target> targets_;
};

}  // namespace

discovery read_discovery(const std::string& build,
                         const std::string& configuration) {
  discovery found;
  finder files(configuration);
  files.read(build);
  found.targets = files.targets();
  found.added = parse_added_tests(
      text_of_file(build + "/parallel_testing/added_tests.cmake"));
  return found;
}

std::string selector_in(std::string_view argument) {
  argument = without_selecting_option(argument);
  if (!is_unit_reference(argument)) {
    return std::string(argument);
  }
  std::string reference(argument.substr(0, argument.find(':')));
  if (reference.ends_with('!')) {
    reference.pop_back();
  }
  return reference + ":" +
         std::string(argument.substr(argument.rfind('/') + 1));
}

std::string unit_selector(const discovered_target& target,
                          const discovered_unit& unit) {
  return unit.reference + ":" + target.units_file;
}

}  // namespace parallel_testing::tools
