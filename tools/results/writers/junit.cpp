// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/writers/junit.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/xml_text.hpp"
#include "results/stack_place.hpp"

namespace parallel_testing::tools {
namespace {

struct suite {
  std::string name;
  std::vector<const test_result*> tests;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::int64_t total_ns = 0;
  std::int64_t start_ns = 0;
};

bool is_failure(verdict how) {
  return how == verdict::fail || how == verdict::leak;
}

bool is_error(verdict how) {
  return is_bad(how) && !is_failure(how);
}

std::string seconds(std::int64_t ns) {
  constexpr double ns_per_second = 1e9;
  return fmt::format("{:.3f}", static_cast<double>(ns) / ns_per_second);
}

std::string suite_name(const test_result& test) {
  if (!test.unit.empty() && test.executable.empty()) {
    return test.unit;
  }
  const std::string name =
      test.executable.substr(test.executable.rfind('/') + 1);
  return name.empty() ? "ctest" : name;
}

void count(suite& into, const test_result& test) {
  into.tests.push_back(&test);
  const verdict how = test.outcome();
  const bool is_excused = test.is_excused();
  into.failures += is_failure(how) && !is_excused ? 1 : 0;
  into.errors += is_error(how) && !is_excused ? 1 : 0;
  into.skipped += how == verdict::skip || is_excused ? 1 : 0;
  into.total_ns += test.total_ns();
  const std::int64_t start_ns = test.attempts.front().start_ns;
  if (start_ns != 0 && (into.start_ns == 0 || start_ns < into.start_ns)) {
    into.start_ns = start_ns;
  }
}

std::vector<suite> suites_of(const run_result& result) {
  std::vector<suite> suites;
  std::unordered_map<std::string, std::size_t> places;
  for (const test_result& test : result.tests) {
    const std::string name = suite_name(test);
    const auto [place, is_new] = places.try_emplace(name, suites.size());
    if (is_new) {
      suites.emplace_back().name = name;
    }
    count(suites[place->second], test);
  }
  return suites;
}

bool is_part_of_name(char given) {
  return std::isalnum(static_cast<unsigned char>(given)) != 0 || given == '_';
}

void add_attribute(pugi::xml_node& to, const char* name,
                   const std::string& value) {
  to.append_attribute(name) = xml_characters(value).c_str();
}

void add_text(pugi::xml_node& to, const std::string& text) {
  to.append_child(pugi::node_pcdata).set_value(xml_characters(text).c_str());
}

void add_counts(pugi::xml_node& to, const suite& of) {
  add_attribute(to, "name", of.name);
  to.append_attribute("tests") = of.tests.size();
  to.append_attribute("failures") = of.failures;
  to.append_attribute("errors") = of.errors;
  add_attribute(to, "time", seconds(of.total_ns));
}

void add_more_counts(pugi::xml_node& to, const suite& of) {
  to.append_attribute("skipped") = of.skipped;
  if (of.start_ns != 0) {
    add_attribute(to, "timestamp", timestamp_text(of.start_ns));
  }
}

void add_property(pugi::xml_node& to, const char* name,
                  const std::string& value) {
  pugi::xml_node property = to.append_child("property");
  add_attribute(property, "name", name);
  add_attribute(property, "value", value);
}

std::string with_blanks(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) {
    result += (result.empty() ? "" : " ") + text;
  }
  return result;
}

/// How to write a document.
struct document_style {
  std::string_view source;    ///< directory
  std::string_view checkout;  ///< directory
  junit_schema schema = junit_schema::all;

  [[nodiscard]] bool is_strict() const {
    return schema == junit_schema::strict;
  }
};

class case_writer {
 public:
  case_writer(pugi::xml_node suite, const test_result& test,
              const document_style& style)
      : case_(suite.append_child("testcase")),
        test_(test),
        last_(test.decisive()),
        style_(style) {}

  void write() {
    write_attributes();
    if (!style_.is_strict()) {
      write_properties();
    }
    write_outcome();
    write_attempts();
    write_output(case_, last_);
  }

 private:
  void write_attributes() {
    add_attribute(case_, "name", test_.name);
    add_attribute(case_, "classname",
                  suite_name(test_) + "." + suite_of(test_.name));
    if (!style_.is_strict() && !test_.file.empty()) {
      add_attribute(case_, "file",
                    std::string(path_within(style_.source, test_.file)));
      add_attribute(case_, "line", std::to_string(test_.line));
    }
    add_attribute(case_, "time", seconds(test_.total_ns()));
    if (!style_.is_strict() && last_.start_ns != 0) {
      add_attribute(case_, "timestamp",
                    timestamp_text(test_.attempts.front().start_ns));
    }
  }

  void write_properties() {
    pugi::xml_node properties = case_.append_child("properties");
    const auto add = [&](const char* name, const std::string& value) {
      if (!value.empty()) {
        add_property(properties, name, value);
      }
    };
    add("worker", last_.worker);
    add("markers", with_blanks(test_.markers));
    add("labels", with_blanks(test_.labels));
    add("left_behind", with_blanks(test_.left_behind));
    add("quarantine", quarantine_text(test_.quarantine));
    if (test_.attempts.size() > 1) {
      add("attempts", std::to_string(test_.attempts.size()));
    }
    if (last_.max_rss_kib > 0) {
      add("peak_memory_kib", std::to_string(last_.max_rss_kib));
    }
    if (test_.waited_ns() > 0) {
      add("waited_for_locks", seconds(test_.waited_ns()));
    }
    if (!properties.first_child()) {
      case_.remove_child(properties);
    }
  }

  void write_outcome() {
    if (last_.outcome == verdict::skip || test_.is_excused()) {
      const std::string why =
          test_.is_excused() ? fmt::format("{} {}: {}", to_text(last_.outcome),
                                           quarantine_text(test_.quarantine),
                                           message_of(last_))
                             : last_.message;
      const std::size_t end = why.find('\n');
      pugi::xml_node skipped = case_.append_child("skipped");
      add_attribute(skipped, "message", why.substr(0, end));
      if (end != std::string::npos) {
        add_text(skipped, why);
      }
    } else if (is_bad(last_.outcome)) {
      const std::string quarantine = quarantine_text(test_.quarantine);
      const std::string why =
          (quarantine.empty() ? "" : quarantine + ": ") + message_of(last_);
      pugi::xml_node bad =
          case_.append_child(is_error(last_.outcome) ? "error" : "failure");
      add_attribute(bad, "message", why.substr(0, why.find('\n')));
      add_attribute(bad, "type", to_text(last_.outcome));
      add_text(bad, why);
    }
  }

  void write_attempts() {
    const char* const prefix = is_bad(last_.outcome) ? "rerun" : "flaky";
    for (const attempt& each : test_.attempts) {
      if (&each == &last_ || !is_bad(each.outcome)) {
        continue;
      }
      const std::string tag =
          std::string(prefix) + (is_error(each.outcome) ? "Error" : "Failure");
      pugi::xml_node earlier = case_.append_child(tag.c_str());
      add_attribute(earlier, "message", message_of(each));
      add_attribute(earlier, "type", to_text(each.outcome));
      if (!style_.is_strict()) {
        add_attribute(earlier, "time", seconds(each.duration_ns));
      }
      pugi::xml_node trace = earlier.append_child("stackTrace");
      add_text(trace, message_of(each));
      write_output(earlier, each);
    }
  }

  void write_output(pugi::xml_node& to, const attempt& given) const {
    std::string text = given.output;
    for (const artifact& each : given.artifacts) {
      const std::string path(path_within(style_.checkout, each.path));
      // No reader could tell where such a path ends.
      const bool is_clear = path.find(']') == std::string::npos &&
                            xml_characters(path) == path &&
                            path.find('\n') == std::string::npos;
      if (is_clear) {
        text += text.empty() || text.ends_with('\n') ? "" : "\n";
        text += "[[ATTACHMENT|" + path + "]]\n";
      }
    }
    if (!text.empty()) {
      pugi::xml_node output = to.append_child("system-out");
      add_text(output, text);
    }
    const std::string stacks = stacks_in(given.output);
    if (!stacks.empty()) {
      pugi::xml_node errors = to.append_child("system-err");
      add_text(errors, stacks);
    }
  }

  static std::string message_of(const attempt& given) {
    return given.message.empty() ? to_text(given.outcome) : given.message;
  }

  pugi::xml_node case_;
  const test_result& test_;
  const attempt& last_;
  const document_style& style_;
};

/// `merge` uses these properties to check that the reports of shards belong
/// together.
void add_shard(pugi::xml_node& to, const run_shard& part) {
  pugi::xml_node properties = to.append_child("properties");
  add_property(properties, shard_property,
               fmt::format("{}/{}", part.index, part.count));
  add_property(properties, shard_plan_property, part.plan);
  add_property(properties, empty_shards_property,
               fmt::format("{}", fmt::join(part.empty, ",")));
  if (!part.build.empty()) {
    add_property(properties, shard_build_property, part.build);
  }
  if (!part.times.empty()) {
    add_property(properties, shard_times_property, part.times);
  }
}

}  // namespace

std::string_view path_within(std::string_view source, std::string_view file) {
  const bool is_below = !source.empty() && file.starts_with(source) &&
                        file.substr(source.size()).starts_with('/');
  return is_below ? file.substr(source.size() + 1) : file;
}

std::string timestamp_text(std::int64_t time_ns) {
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  const time_t seconds_since = time_ns / ns_per_second;
  tm parts{};
  ::gmtime_r(&seconds_since, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                     parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string suite_of(std::string_view name) {
  // A dot after the first slash in the name of the test itself belongs to a
  // value.
  const std::size_t slash =
      name.find('/', std::min(name.find('.'), name.size()));
  const std::size_t dot = name.substr(0, slash).rfind('.');
  const bool has_suite =
      dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() &&
      std::all_of(name.begin(), name.begin() + static_cast<std::ptrdiff_t>(dot),
                  [](char each) {
                    return is_part_of_name(each) || each == '/' || each == '.';
                  }) &&
      is_part_of_name(name[dot + 1]);
  return has_suite ? std::string(name.substr(0, dot)) : "global";
}

std::string checkout_directory() {
  const char* const directory = std::getenv("CI_PROJECT_DIR");
  return directory == nullptr ? "" : directory;
}

std::string junit_text(const run_result& result, junit_schema schema,
                       std::string_view checkout) {
  const document_style style{result.source, checkout, schema};
  const std::vector<suite> suites = suites_of(result);
  suite all;
  all.name = result.project.empty() ? "tests" : result.project;
  for (const test_result& test : result.tests) {
    count(all, test);
  }
  // CI systems show this as the time of the whole run, so it is the wall time.
  all.total_ns = result.wall_ns;
  all.start_ns = result.start_ns;
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  add_counts(root, all);
  if (!style.is_strict()) {
    add_more_counts(root, all);
  }
  if (result.shard && !style.is_strict()) {
    add_shard(root, *result.shard);
  }
  for (const suite& each : suites) {
    pugi::xml_node node = root.append_child("testsuite");
    add_counts(node, each);
    add_more_counts(node, each);
    for (const test_result* test : each.tests) {
      case_writer(node, *test, style).write();
    }
  }
  std::ostringstream text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return text.str();
}

cli::option add_junit_schema(cli::parser& app, junit_schema& into) {
  return app
      .add_choice<junit_schema>(
          "--junit-schema", into,
          {{"all", junit_schema::all}, {"strict", junit_schema::strict}},
          "JUnit schema: all (default), or strict for Jenkins")
      .value_name("SCHEMA");
}

}  // namespace parallel_testing::tools
