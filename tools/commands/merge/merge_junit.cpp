// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/merge_junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <sstream>
#include <utility>

#include "cli/command.hpp"
#include "commands/merge/junit_shape.hpp"
#include "results/writers/junit.hpp"

namespace parallel_testing::merge_command {
namespace {

constexpr int deepest_element = 64;
constexpr std::int64_t most_shards = 10'000;
constexpr std::size_t most_shown = 100;
constexpr double longest_seconds = 1e9;

[[noreturn]] void refuse(const junit_file& file, std::size_t offset,
                         const std::string& what) {
  const auto end = file.text.begin() + static_cast<std::ptrdiff_t>(
                                           std::min(offset, file.text.size()));
  const auto line = 1 + std::count(file.text.begin(), end, '\n');
  throw cli::failure(
      cli::exit_environment,
      fmt::format("{}:{}: {}; pass a JUnit file of a test runner", file.path,
                  line, what));
}

/// Parses a duration. Some runners write numbers in the format of the user's
/// language: 1,5 and 1,234.5. A comma before exactly three digits separates
/// thousands.
double seconds_of(const pugi::xml_node& node) {
  std::string text = node.attribute("time").value();
  const std::size_t comma = text.rfind(',');
  const bool is_decimal = comma != text.npos && text.find('.') == text.npos &&
                          text.size() - comma != 4;
  if (is_decimal) {
    text[comma] = '.';
  }
  std::erase(text, ',');
  double seconds = 0;
  const auto [end, problem] =
      std::from_chars(text.data(), text.data() + text.size(), seconds);
  return problem == std::errc() && std::isfinite(seconds) && seconds >= 0 &&
                 seconds < longest_seconds
             ? seconds
             : 0;
}

double seconds_of_suites(const pugi::xml_node& root) {
  double sum = 0;
  for (const pugi::xml_node& suite : root.children("testsuite")) {
    sum += seconds_of(suite);
  }
  return sum;
}

/// Stops at elements that are nested deeper than in any report: with their
/// indentation, they would fill the disk.
struct depth_check : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node&) override { return depth() < deepest_element; }
};

/// Refuses tests inside elements where no JUnit reader would find them, and XML
/// that other parsers do not accept.
struct shape_check : pugi::xml_tree_walker {
  explicit shape_check(const junit_file& of) : file(of) {}

  bool for_each(pugi::xml_node& node) override {
    if (node.type() != pugi::node_element) {
      return true;
    }
    const std::string_view name = node.name();
    const std::string_view above = node.parent().name();
    const bool is_root = node.parent().type() == pugi::node_document;
    const bool is_known = is_suite(name) || name == "testcase";
    const bool is_in_suite = is_suite(above);
    if ((is_known && !is_root && !is_in_suite) ||
        (!is_known && (is_in_suite || above != "testcase") &&
         may_hold_results(name)) ||
        (!is_known && is_in_suite && holds_bad_elements(node))) {
      refuse(file, static_cast<std::size_t>(node.offset_debug()),
             fmt::format("<{}> inside <{}>, where no reader finds tests",
                         name.substr(0, 100), above.substr(0, 100)));
    }
    check_attributes(node);
    return true;
  }

  void check_attributes(const pugi::xml_node& node) const {
    std::set<std::string_view> names;
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      if (!names.insert(attribute.name()).second) {
        refuse(file, static_cast<std::size_t>(node.offset_debug()),
               fmt::format("<{}> has the attribute '{}' twice",
                           std::string_view(node.name()).substr(0, 100),
                           std::string_view(attribute.name()).substr(0, 100)));
      }
    }
  }

  const junit_file& file;
};

/// Refuses an encoding that would be read as other characters.
void check_encoding(const pugi::xml_node& declaration, const junit_file& file) {
  std::string name = declaration.attribute("encoding").value();
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  constexpr std::string_view known[] = {
      "",         "utf-8",      "utf8",     "us-ascii", "ascii",
      "utf-16",   "utf-16le",   "utf-16be", "utf-32",   "utf-32le",
      "utf-32be", "iso-8859-1", "latin1",
  };
  const bool is_ascii =
      std::all_of(file.text.begin(), file.text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
  if (!is_ascii &&
      std::find(std::begin(known), std::end(known), name) == std::end(known)) {
    refuse(
        file, 0,
        fmt::format(
            "the encoding '{}' is not supported; convert the file with iconv",
            name.substr(0, 100)));
  }
}

void load(pugi::xml_document& document, const junit_file& file) {
  constexpr unsigned how = pugi::parse_default | pugi::parse_declaration |
                           pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  const std::string text = without_zeros(file.text);
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), how);
  if (!parsed) {
    refuse(file,
           static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)),
           fmt::format("it is not XML, or its end is missing: {}",
                       parsed.description()));
  }
  pugi::xml_node root;
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_declaration) {
      check_encoding(node, file);
    }
    if (node.type() == pugi::node_doctype) {
      refuse(file, static_cast<std::size_t>(node.offset_debug()),
             "it has a document type, which could declare any entities");
    }
    if (node.type() == pugi::node_element &&
        !std::exchange(root, node).empty()) {
      refuse(file, static_cast<std::size_t>(node.offset_debug()),
             "a second document follows the end of the first");
    }
  }
  depth_check depths;
  if (!document.traverse(depths)) {
    refuse(file, 0, "its elements are nested deeper than in any report");
  }
  if (!is_suite(root.name())) {
    refuse(file, static_cast<std::size_t>(root.offset_debug()),
           fmt::format("<{}> instead of <testsuites> or <testsuite>",
                       std::string_view(root.name()).substr(0, 100)));
  }
  shape_check shapes(file);
  (void)document.traverse(shapes);
  clean_texts(root);
}

std::string text_of(const hidden_result& hidden) {
  return hidden.bad > 0
             ? fmt::format(
                   "no test case of this suite shows its {} failure{} or "
                   "error{}",
                   hidden.bad, hidden.bad == 1 ? "" : "s",
                   hidden.bad == 1 ? "" : "s")
             : fmt::format(
                   "no test case of this suite shows {} of the tests that "
                   "it counts",
                   hidden.tests);
}

/// Adds a test case for each hidden result, so that all readers see it.
void show_hidden(pugi::xml_node root, const junit_file& file,
                 std::vector<std::string>& problems) {
  while (const auto hidden = find_hidden(root)) {
    const std::string what = text_of(*hidden);
    pugi::xml_node suite = hidden->where;
    const std::string name = suite.attribute("name").value();
    problems.push_back(
        fmt::format("{}: <{} name=\"{}\">: {}; check the output of the runner",
                    file.path, suite.name(), name.substr(0, 200), what));
    if (std::string_view(suite.name()) == "testsuites") {
      suite = suite.append_child("testsuite");
      suite.append_attribute("name") = name.empty() ? "unknown" : name.c_str();
    }
    const std::size_t errors = std::max<std::size_t>(hidden->bad, 1);
    for (std::size_t at = 0; at < errors && at < most_shown; ++at) {
      pugi::xml_node test = suite.append_child("testcase");
      test.append_attribute("name") = "unknown";
      test.append_attribute("classname") = name.c_str();
      if (hidden->stray) {
        test.append_move(hidden->stray);
      } else {
        test.append_child("error").append_attribute("message") = what.c_str();
      }
    }
    for (const char* count : {"failures", "errors", "tests"}) {
      // From now on, only elements that exist are counted.
      pugi::xml_node(hidden->where).remove_attribute(count);
    }
  }
}

/// The value of the property `name` in a <properties> element; empty if
/// missing.
std::string property_of(const pugi::xml_node& properties, const char* name) {
  return properties.find_child_by_attribute("property", "name", name)
      .attribute("value")
      .value();
}

std::optional<found_shard> shard_in(const pugi::xml_node& properties,
                                    const junit_file& file) {
  const std::string number = property_of(properties, tools::shard_property);
  if (number.empty()) {
    return {};
  }
  found_shard result{file.path, shard_source::report, {}};
  char slash = 0;
  std::istringstream(number) >> result.part.index >> slash >> result.part.count;
  if (slash != '/' || result.part.index < 1 ||
      result.part.index > result.part.count ||
      result.part.count > most_shards) {
    refuse(file, static_cast<std::size_t>(properties.offset_debug()),
           fmt::format("'{}' is not a shard", number.substr(0, 100)));
  }
  result.part.plan = property_of(properties, tools::shard_plan_property);
  result.part.build = property_of(properties, tools::shard_build_property);
  result.part.times = property_of(properties, tools::shard_times_property);
  std::istringstream empty(
      property_of(properties, tools::empty_shards_property));
  for (std::string each; std::getline(empty, each, ',');) {
    result.part.empty.push_back(std::strtoll(each.c_str(), nullptr, 10));
  }
  return result;
}

class appender {
 public:
  appender(const junit_file& file, pugi::xml_node into, merged_junit& result)
      : file_(file), into_(into), result_(result) {}

  /// Adds everything in the element <testsuites>.
  void add_all(const pugi::xml_node& suites) {
    pugi::xml_node loose;
    for (const pugi::xml_node& node : suites.children()) {
      const std::string_view name = node.name();
      if (name == "testsuites") {
        add_all(node);
      } else if (name == "testcase") {
        if (!loose) {
          loose = into_.append_child("testsuite");
          loose.append_attribute("name") = name_of(suites).c_str();
          add_name_spaces(loose, suites);
        }
        loose.append_copy(node);
      } else if (node.type() == pugi::node_element) {
        add_name_spaces(into_.append_copy(node), suites);
      }
      if (auto shard = shard_in(node, file_)) {
        result_.shards.push_back(std::move(*shard));
      }
    }
  }

 private:
  /// Copies the namespace prefixes of a removed element, because elements below
  /// it may use them.
  static void add_name_spaces(pugi::xml_node to, const pugi::xml_node& from) {
    for (const pugi::xml_attribute& attribute : from.attributes()) {
      if (std::string_view(attribute.name()).starts_with("xmlns") &&
          !to.attribute(attribute.name())) {
        to.append_copy(attribute);
      }
    }
  }

  /// The name of a suite for tests that are in no suite.
  [[nodiscard]] std::string name_of(const pugi::xml_node& suites) const {
    const std::string name = suites.attribute("name").value();
    return name.empty() ? file_.path.substr(file_.path.rfind('/') + 1) : name;
  }

  const junit_file& file_;
  pugi::xml_node into_;
  merged_junit& result_;
};

/// Appends the suites of one file. Returns the duration of the file.
double append(pugi::xml_node into, const junit_file& file,
              merged_junit& result) {
  pugi::xml_document document;
  load(document, file);
  pugi::xml_node root = document.document_element();
  show_hidden(root, file, result.problems);
  if (std::string_view(root.name()) == "testsuite") {
    into.append_copy(root);
    return seconds_of(root);
  }
  appender(file, into, result).add_all(root);
  return root.attribute("time") ? seconds_of(root) : seconds_of_suites(root);
}

}  // namespace

merged_junit merge_junit(const std::vector<junit_file>& files) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  merged_junit result;
  double seconds = 0;
  for (const junit_file& file : files) {
    seconds = std::max(seconds, append(root, file, result));
  }
  const counts all = count_cases(root);
  root.append_attribute("tests") = std::to_string(all.tests).c_str();
  root.append_attribute("failures") = std::to_string(all.failures).c_str();
  root.append_attribute("errors") = std::to_string(all.errors).c_str();
  root.append_attribute("skipped") = std::to_string(all.skipped).c_str();
  root.append_attribute("time") = fmt::format("{:.3f}", seconds).c_str();
  std::ostringstream text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  result.text = text.str();
  result.tests = all.tests;
  result.bad = all.failures + all.errors;
  return result;
}

}  // namespace parallel_testing::merge_command
