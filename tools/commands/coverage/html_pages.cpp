// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/html_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "base/xml_text.hpp"
#include "commands/coverage/data/files.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

constexpr const char* style =
    "<style>body{font:14px sans-serif;margin:1em}"
    "table{border-collapse:collapse}td,th{padding:0 .6em;text-align:right}"
    "td.text,th.text{text-align:left}"
    "td.code{text-align:left;white-space:pre;font-family:monospace}"
    "tr.ran td.code{background:#dfd}tr.missed td.code{background:#fdd}"
    "@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}"
    "a{color:#8bf}tr.ran td.code{background:#143014}"
    "tr.missed td.code{background:#401818}}</style>";

std::string page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<title>{0}</title>{1}</head><body><h1>{0}</h1>\n{2}</body></html>\n",
      tools::xml_text(title), style, body);
}

std::string sum_cells(const totals& sum, branches with) {
  std::string text =
      fmt::format("<td>{}</td><td>{}</td><td>{:.1f}%</td>", sum.lines.all,
                  sum.lines.all - sum.lines.covered, sum.lines.percent());
  if (with == branches::shown) {
    text += fmt::format("<td>{}</td><td>{}</td>", sum.branches.all,
                        sum.branches.all - sum.branches.covered);
  }
  return text;
}

std::string head(branches with) {
  return std::string(
             "<table><tr><th class=\"text\">File</th><th>Lines</th>"
             "<th>Missed</th><th>Cover</th>") +
         (with == branches::shown ? "<th>Branches</th><th>Missed</th>" : "") +
         "</tr>\n";
}

/// A table cell with the number of tests that ran the line, with a link to
/// their names.
std::string tests_cell(const reported_coverage& shown, const std::string& path,
                       std::uint32_t line) {
  const std::optional<std::size_t> set = shown.contexts.set_of(path, line);
  if (!set) {
    return "<td></td>";
  }
  return fmt::format("<td><a href=\"tests.html#c{}\">{}</a></td>", *set,
                     shown.contexts.tests_of(*set).size());
}

std::string outcomes_text(const covered_line& line) {
  std::string text;
  for (const std::uint64_t count : line.branches) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", count);
  }
  return text;
}

std::string page_name(std::size_t number) {
  return fmt::format("file{}.html", number);
}

}  // namespace

std::string file_page(const reported_coverage& shown, const std::string& path,
                      const std::string& source) {
  const covered_file& file = shown.table.at(path);
  const bool with_branches = shown.with == branches::shown;
  std::string rows =
      "<p><a href=\"index.html\">all files</a></p><table><tr>"
      "<th>Line</th>";
  const bool with_tests = !shown.contexts.tests().empty();
  rows += with_tests ? "<th>Tests</th>" : "";
  rows += "<th>Count</th>";
  rows += with_branches ? "<th>Outcomes</th>" : "";
  rows += "<th class=\"text\"></th></tr>\n";
  std::istringstream lines(source);
  const std::uint32_t last = file.empty() ? 0 : file.rbegin()->first;
  std::uint32_t number = 0;
  // A file that does not exist or has become shorter still has counts for its
  // lines.
  for (std::string text; std::getline(lines, text) || number < last;) {
    ++number;
    if (!lines) {
      text.clear();
    }
    const auto found = file.find(number);
    const bool is_code = found != file.end();
    const char* const kind = !is_code                   ? ""
                             : found->second.count == 0 ? "missed"
                                                        : "ran";
    rows += fmt::format(
        "<tr id=\"L{0}\" class=\"{1}\"><td>{0}</td>{2}<td>{3}</td>", number,
        kind, with_tests ? tests_cell(shown, path, number) : "",
        is_code ? std::to_string(found->second.count) : "");
    if (with_branches) {
      rows += fmt::format("<td>{}</td>",
                          is_code ? outcomes_text(found->second) : "");
    }
    rows += "<td class=\"code\">" + tools::xml_text(text) + "</td></tr>\n";
  }
  return page(path, rows + "</table>");
}

std::string tests_page(const test_contexts& contexts) {
  constexpr std::size_t most_names = 200;
  std::string body;
  for (std::size_t set = 0; set < contexts.sets(); ++set) {
    const std::vector<std::size_t> tests = contexts.tests_of(set);
    body += fmt::format("<p id=\"c{}\">", set);
    for (std::size_t at = 0; at < std::min(tests.size(), most_names); ++at) {
      body += tools::xml_text(contexts.tests()[tests[at]]) + "<br>\n";
    }
    if (tests.size() > most_names) {
      body += fmt::format("and {} more; coverage.json lists all",
                          tests.size() - most_names);
    }
    body += "</p><hr>\n";
  }
  return page("Tests", body);
}

void write_html_pages(const reported_coverage& shown, const std::string& root,
                      const std::string& directory) {
  std::string rows = head(shown.with);
  std::size_t number = 0;
  for (const auto& [path, file] : shown.table) {
    const std::string name = page_name(number++);
    const std::string place = starts_with(path, "/") ? path : root + "/" + path;
    write_file(directory + "/" + name,
               file_page(shown, path, read_file(place).value_or("")));
    rows += fmt::format(
        "<tr><td class=\"text\"><a href=\"{}\">{}</a></td>{}</tr>\n", name,
        tools::xml_text(path), sum_cells(totals_of(file), shown.with));
  }
  rows += "<tr><th class=\"text\">Total</th>" +
          sum_cells(totals_of(shown.table), shown.with) + "</tr></table>";
  if (!shown.contexts.tests().empty()) {
    write_file(directory + "/tests.html", tests_page(shown.contexts));
  }
  write_file(directory + "/index.html", page("Coverage", rows));
}

}  // namespace parallel_testing::coverage_command
