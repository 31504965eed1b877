// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/ctest_result.hpp"

#include <algorithm>

#include "support/files.hpp"

namespace parallel_testing::support {

namespace {

template <class Predicate>
std::vector<std::string> names_where(const std::vector<junit_case>& cases,
                                     Predicate holds) {
  std::vector<std::string> names;
  for (const junit_case& each : cases) {
    if (holds(each)) names.push_back(each.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string without_escapes(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      plain += text[at];
    } else {
      ++at;
      plain += text[at] == 'n' ? '\n' : text[at] == 't' ? '\t' : text[at];
    }
  }
  return plain;
}

}  // namespace

std::vector<std::string> ctest_result::noted(const std::string& key) const {
  std::vector<std::string> values;
  for (const note& each : notes) {
    if (each.key == key) values.push_back(each.value);
  }
  return values;
}

std::vector<std::string> ctest_result::passed() const {
  return names_where(cases, [](const junit_case& c) { return c.passed(); });
}

std::vector<std::string> ctest_result::failed() const {
  return names_where(cases,
                     [](const junit_case& c) { return c.status == "fail"; });
}

std::vector<std::string> ctest_result::skipped() const {
  return names_where(cases, [](const junit_case& c) { return c.skipped; });
}

junit_case ctest_result::at(const std::string& name) const {
  const auto found =
      std::find_if(cases.begin(), cases.end(),
                   [&](const junit_case& c) { return c.name == name; });
  return found == cases.end() ? junit_case{} : *found;
}

tools::timeline ctest_result::history() const {
  return tools::build_timeline(events);
}

std::vector<note> read_notes(const std::string& path) {
  std::vector<note> notes;
  for (const std::string& line : read_lines(path)) {
    const std::size_t tab = line.find('\t');
    notes.push_back(
        {line.substr(0, tab), without_escapes(line.substr(tab + 1))});
  }
  return notes;
}

std::string what_was_shared(const std::vector<ctest_result>& results,
                            tools::other_runs others) {
  std::string text;
  std::vector<tools::event> events;
  tools::replay_options options;
  options.others = others;
  for (const ctest_result& result : results) {
    options.specs.insert(result.specs.begin(), result.specs.end());
    events.insert(events.end(), result.events.begin(), result.events.end());
    for (const tools::diagnostic& problem : result.log_problems) {
      text += tools::to_text(problem) + "\n";
    }
    for (const std::string& name : result.noted("collision")) {
      text += "two were in the section " + name + "\n";
    }
  }
  const std::int64_t origin = events.empty() ? 0 : events.front().mono_ns;
  for (const tools::finding& found : tools::replay(events, options).findings) {
    text += tools::to_text(found, origin) + "\n";
  }
  return text;
}

std::string what_was_shared(const ctest_result& result,
                            tools::other_runs others) {
  return what_was_shared(std::vector<ctest_result>{result}, others);
}

std::string what_went_wrong(const std::vector<ctest_result>& results,
                            tools::other_runs others) {
  std::string text = what_was_shared(results, others);
  for (const ctest_result& result : results) {
    if (result.exit_code != 0) text += result.output;
    for (const junit_case& each : result.cases) {
      if (each.status == "fail") text += each.name + ":\n" + each.output;
    }
    if (result.cases.empty()) text += "no test ran\n" + result.output;
  }
  return text;
}

std::string what_went_wrong(const ctest_result& result,
                            tools::other_runs others) {
  return what_went_wrong(std::vector<ctest_result>{result}, others);
}

}  // namespace parallel_testing::support
