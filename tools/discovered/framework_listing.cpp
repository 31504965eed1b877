// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/framework_listing.hpp"

#include <stdlib.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "base/programs.hpp"
#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

using listed_cases = std::optional<std::vector<std::string>>;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// The number at the start of the last line that ends with `test cases`.
std::size_t counted_cases(std::string_view listing) {
  std::size_t count = 0;
  for (const std::string& line : lines_of(listing)) {
    if (line.find("test case") != std::string::npos) {
      std::from_chars(line.data(), line.data() + line.size(), count);
    }
  }
  return count;
}

/// A temporary directory, which the destructor removes.
class scratch {
 public:
  scratch() {
    std::string path =
        (fs::temp_directory_path() / "parallel-testing-XXXXXX").string();
    path_ = ::mkdtemp(path.data()) == nullptr ? "" : path;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    if (!path_.empty()) {
      fs::remove_all(path_, ignored);
    }
  }

  [[nodiscard]] std::string file(const char* name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

class asker {
 public:
  asker(const discovered_target& target, const std::string& cmake,
        const std::string& selector)
      : target_(target),
        start_{cmake, "-E", "env", PARALLEL_TESTING_UNSET_FRAMEWORK_VARIABLES} {
    start_.insert(start_.end(),
                  {cmake, "-E", "chdir", target.listing.directory});
    filter_ = selector.empty() ? target.listing.filter : selector;
    spec_ = selector.empty() ? target.listing.spec : std::vector{selector};
    if (!target.listing.library_folders.empty()) {
      std::string path;
      for (const std::string& folder : target.listing.library_folders) {
        path += folder + ":";
      }
      const char* const before = ::getenv("LD_LIBRARY_PATH");
      start_.insert(start_.end(), {cmake, "-E", "env",
                                   "LD_LIBRARY_PATH=" + path +
                                       (before == nullptr ? "" : before)});
    }
    add_environment(target.listing);
    start_.push_back(target.executable);
  }

  [[nodiscard]] listed_cases ask_googletest() const {
    const scratch place;
    const std::string file = place.file("cases.xml");
    std::vector<std::string> arguments{"--gtest_list_tests",
                                       "--gtest_output=xml:" + file};
    if (!filter_.empty()) {
      arguments.push_back("--gtest_filter=" + filter_);
    }
    static_cast<void>(ask(arguments));
    return cases_of_googletest(read_file(file).value_or(""));
  }

  [[nodiscard]] listed_cases ask_catch2() const {
    const std::string version =
        target_.listing.framework_version.empty()
            ? ask({"--libidentify"})
            : "version: " + target_.listing.framework_version;
    if (version.find("version: 2") == std::string::npos &&
        version.find("version:        2") == std::string::npos) {
      return cases_of_catch2(
          ask(with_spec({"--list-tests", "--reporter", "xml"})));
    }
    return cases_of_catch2_v2(ask(with_spec({"--list-test-names-only"})),
                              ask(with_spec({"--list-tests"})));
  }

  [[nodiscard]] listed_cases ask_doctest() const {
    std::vector<std::string> arguments =
        with_spec({"--list-test-cases", "--reporters=xml", "--no-skip",
                   "--case-sensitive"});
    if (!spec_.empty() && spec_ != target_.listing.spec) {
      arguments.front() = "--test-case=" + spec_.front();
    } else if (!filter_.empty()) {
      arguments.push_back("--test-case=" + filter_);
    }
    listed_cases found = cases_of_doctest(ask(arguments));
    if (found && !spec_.empty() && spec_ != target_.listing.spec) {
      // The name may be a pattern for others, from which the adapter
      // distinguishes it.
      const std::string name = name_in_doctest_filter(spec_.front());
      std::erase_if(*found,
                    [&](const std::string& each) { return each != name; });
      if (target_.has_adapter && found->size() > 1) {
        found->resize(1);
      }
    }
    return found;
  }

  /// Filters do not change the listing.
  [[nodiscard]] listed_cases ask_boost_test(const std::string& selector) const {
    listed_cases all =
        cases_of_boost_test(ask({"--list_content=DOT"}, diagnostics::read));
    if (all && !selector.empty()) {
      std::erase_if(*all,
                    [&](const std::string& each) { return each != selector; });
    }
    return all;
  }

 private:
  void add_environment(const listing_facts& given) {
    if (given.environment.empty() && given.environment_changes.empty()) {
      return;
    }
    start_.insert(start_.end(), {start_.front(), "-E", "env"});
    start_.insert(start_.end(), given.environment.begin(),
                  given.environment.end());
    for (const std::string& each : given.environment_changes) {
      start_.insert(start_.end(), {"--modify", each});
    }
  }

  [[nodiscard]] std::vector<std::string> with_spec(
      std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), spec_.begin(), spec_.end());
    return arguments;
  }

  [[nodiscard]] std::string ask(
      const std::vector<std::string>& arguments,
      diagnostics errors = diagnostics::dropped) const {
    std::vector<std::string> line = start_;
    line.insert(line.end(), arguments.begin(), arguments.end());
    line.insert(line.end(), target_.listing.arguments.begin(),
                target_.listing.arguments.end());
    return output_of(line, errors,
                     std::chrono::seconds(target_.listing.time_limit_s))
        .out;
  }

  const discovered_target& target_;
  std::vector<std::string> start_;
  std::string filter_;
  std::vector<std::string> spec_;
};

}  // namespace

listed_cases cases_of_googletest(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) {
    return {};
  }
  std::vector<std::string> result;
  for (const pugi::xml_node& suite : document.document_element()) {
    const std::string prefix = std::string(suite.attribute("name").value());
    for (const pugi::xml_node& each : suite.children("testcase")) {
      result.push_back(prefix + "." + each.attribute("name").value());
    }
  }
  return result;
}

listed_cases cases_of_catch2(std::string_view xml) {
  const std::size_t start = xml.find("<?xml");
  pugi::xml_document document;
  if (start == std::string_view::npos ||
      !document.load_buffer(xml.data() + start, xml.size() - start)) {
    return {};
  }
  std::vector<std::string> result;
  for (const pugi::xml_node& each :
       document.document_element().children("TestCase")) {
    result.emplace_back(each.child_value("Name"));
  }
  return result;
}

std::string name_in_doctest_filter(const std::string& filter) {
  std::string name;
  for (std::size_t at = 0; at < filter.size() && filter[at] != ','; ++at) {
    const bool is_escape = filter[at] == '\\' && at + 1 < filter.size() &&
                           (filter[at + 1] == ',' || filter[at + 1] == '\\');
    name += filter[is_escape ? ++at : at];
  }
  return name == "*" ? "" : name;
}

listed_cases cases_of_doctest(std::string_view xml) {
  const std::size_t start = xml.find("<?xml");
  pugi::xml_document document;
  if (start == std::string_view::npos ||
      !document.load_buffer(xml.data() + start, xml.size() - start)) {
    return {};
  }
  std::vector<std::string> result;
  for (const pugi::xml_node& each : document.child("doctest").children()) {
    if (std::string_view(each.name()) == "TestCase") {
      result.emplace_back(each.attribute("name").value());
    }
  }
  return result;
}

listed_cases cases_of_boost_test(std::string_view graph) {
  constexpr int first_case = 65536;
  std::map<int, std::string> names;
  std::vector<std::string> result;
  bool is_graph = false;
  int unit = 0;
  std::string name;
  for (const std::string& line : lines_of(graph)) {
    is_graph = is_graph || line.starts_with("digraph G {");
    constexpr std::string_view label = ",label=\"";
    const std::size_t at = line.find(label);
    const std::size_t arrow = line.find(" -> tu");
    if (!is_graph || !line.starts_with("tu")) {
      continue;
    }
    int number = 0;
    std::from_chars(line.data() + 2, line.data() + line.size(), number);
    if (at != std::string::npos && line.find("shape=Mrecord") < at) {
      const std::size_t begin = at + label.size();
      unit = number;
      name = line.substr(begin, line.find('|', begin) - begin);
    } else if (arrow != std::string::npos && line.ends_with(";") &&
               line.find('[') == std::string::npos && unit != 0) {
      const std::string& around = names[number];
      names[unit] = around.empty() ? name : around + "/" + name;
      if (unit >= first_case) {
        result.push_back(names[unit]);
      }
      unit = 0;
    }
  }
  return is_graph ? listed_cases(std::move(result)) : std::nullopt;
}

listed_cases cases_of_catch2_v2(std::string_view text,
                                std::string_view listing) {
  std::vector<std::string> lines = lines_of(text);
  const std::size_t count = counted_cases(listing);
  if (count > lines.size()) {
    return {};
  }
  lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
  return lines;
}

listed_cases ask_for_cases(const discovered_target& target,
                           const std::string& cmake,
                           const std::string& selector) {
  const asker program(target, cmake, selector);
  const std::string& framework = target.listing.framework;
  if (framework == "googletest") {
    return program.ask_googletest();
  }
  if (framework == "doctest") {
    return program.ask_doctest();
  }
  return framework == "boost_test" ? program.ask_boost_test(selector)
                                   : program.ask_catch2();
}

std::string catch2_spec_of(const std::string& name) {
  std::string spec;
  for (const char each : name) {
    if (std::string_view("[]\\,\"*").find(each) != std::string_view::npos) {
      spec += '\\';
    }
    spec += each;
  }
  if (!name.empty() &&
      std::string_view(" ~-").find(name.front()) != std::string_view::npos) {
    spec.insert(0, 1, '\\');
  }
  // Catch2 reads this as a sign to exclude the rest, even if it is escaped; a
  // pattern does not begin so.
  if (name.starts_with("exclude:")) {
    spec.insert(0, 1, '*');
  }
  // Catch2 skips blanks after an escaped sign at the beginning, and interprets
  // other signs there, unless the name is in quotes.
  const bool needs_quotes = spec.starts_with('\\') && name.size() > 1 &&
                            std::string_view("] \t\n~\\,\"*[-").find(name[1]) !=
                                std::string_view::npos;
  return needs_quotes ? "\"" + spec + "\"" : spec;
}

}  // namespace parallel_testing::tools
