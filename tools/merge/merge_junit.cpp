// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "merge/merge_junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <pugixml.hpp>
#include <sstream>

#include "cli/command.hpp"

namespace parallel_testing::merge_command {
namespace {

constexpr int deepest_suite = 8;
constexpr int deepest_element = 64;
constexpr double longest_seconds = 1e9;

[[noreturn]] void refuse(const junit_file& file, std::size_t offset,
                         const std::string& what) {
  const auto end = file.text.begin() + static_cast<std::ptrdiff_t>(
                                           std::min(offset, file.text.size()));
  const auto line = 1 + std::count(file.text.begin(), end, '\n');
  throw cli::failure(
      cli::exit_environment,
      fmt::format("{}:{}: {}; give what a test runner wrote as JUnit",
                  file.path, line, what));
}

struct counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

bool is_skipped(const pugi::xml_node& test) {
  const std::string_view status = test.attribute("status").value();
  return !test.child("skipped").empty() || status == "notrun" ||
         status == "disabled";
}

void count(counts& into, const pugi::xml_node& suite, int depth) {
  for (const pugi::xml_node& node : suite.children()) {
    const std::string_view name = node.name();
    if (name == "testsuite" && depth < deepest_suite) {
      count(into, node, depth + 1);
    } else if (name == "testcase") {
      ++into.tests;
      // An error is worth more than a failure, and both more than a skip.
      if (!node.child("error").empty()) {
        ++into.errors;
      } else if (!node.child("failure").empty()) {
        ++into.failures;
      } else if (is_skipped(node)) {
        ++into.skipped;
      }
    }
  }
}

double seconds_of(const pugi::xml_node& node) {
  const double seconds = node.attribute("time").as_double(0);
  return std::isfinite(seconds) && seconds >= 0 && seconds < longest_seconds
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

/// Stops where elements are nested deeper than in any report: written with
/// their indentation they would fill the disk.
struct depth_check : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node&) override { return depth() < deepest_element; }
};

/// Appends the suites of one file and returns how long it took.
double append(pugi::xml_node into, const junit_file& file) {
  pugi::xml_document document;
  constexpr unsigned how =
      pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result parsed =
      document.load_buffer(file.text.data(), file.text.size(), how);
  if (!parsed) {
    refuse(file,
           static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)),
           fmt::format("this is no XML, or its end is missing: {}",
                       parsed.description()));
  }
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_doctype) {
      refuse(file, static_cast<std::size_t>(node.offset_debug()),
             "a document type, whose entities could be anything");
    }
  }
  depth_check depths;
  if (!document.traverse(depths)) {
    refuse(file, 0, "elements are nested deeper than in any report");
  }
  const pugi::xml_node root = document.document_element();
  const std::string_view name = root.name();
  if (name == "testsuite") {
    into.append_copy(root);
    return seconds_of(root);
  }
  if (name != "testsuites") {
    refuse(file, static_cast<std::size_t>(root.offset_debug()),
           fmt::format("<{}> where <testsuites> or <testsuite> should be",
                       name.substr(0, 100)));
  }
  for (const pugi::xml_node& suite : root.children("testsuite")) {
    into.append_copy(suite);
  }
  return root.attribute("time") ? seconds_of(root) : seconds_of_suites(root);
}

}  // namespace

merged_junit merge_junit(const std::vector<junit_file>& files) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  double seconds = 0;
  for (const junit_file& file : files) {
    seconds = std::max(seconds, append(root, file));
  }
  counts all;
  count(all, root, 0);
  root.append_attribute("tests") = std::to_string(all.tests).c_str();
  root.append_attribute("failures") = std::to_string(all.failures).c_str();
  root.append_attribute("errors") = std::to_string(all.errors).c_str();
  root.append_attribute("skipped") = std::to_string(all.skipped).c_str();
  root.append_attribute("time") = fmt::format("{:.3f}", seconds).c_str();
  std::ostringstream text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return {text.str(), all.tests, all.failures + all.errors};
}

}  // namespace parallel_testing::merge_command
