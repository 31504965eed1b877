// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/writers/junit.hpp"

#include <fmt/format.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/xml_text.hpp"

namespace parallel_testing::io {
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
  into.failures += is_failure(how) ? 1 : 0;
  into.errors += is_error(how) ? 1 : 0;
  into.skipped += how == verdict::skip ? 1 : 0;
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

/// `file` as CI systems know it, which check the sources out elsewhere.
std::string_view relative_to(std::string_view source, std::string_view file) {
  const bool is_below = !source.empty() && file.starts_with(source) &&
                        file.substr(source.size()).starts_with('/');
  return is_below ? file.substr(source.size() + 1) : file;
}

bool is_part_of_name(char given) {
  return std::isalnum(static_cast<unsigned char>(given)) != 0 || given == '_';
}

std::string counts(const suite& of) {
  return fmt::format(
      " name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\"",
      xml_attribute(of.name), of.tests.size(), of.failures, of.errors,
      seconds(of.total_ns));
}

std::string more_counts(const suite& of) {
  std::string text = fmt::format(" skipped=\"{}\"", of.skipped);
  if (of.start_ns != 0) {
    text += fmt::format(" timestamp=\"{}\"", timestamp_text(of.start_ns));
  }
  return text;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) {
    result += (result.empty() ? "" : " ") + text;
  }
  return result;
}

/// How a document is written.
struct document_style {
  std::string_view source;  // directory
  junit_schema schema = junit_schema::all;

  [[nodiscard]] bool is_strict() const {
    return schema == junit_schema::strict;
  }
};

class case_writer {
 public:
  case_writer(std::string& out, const test_result& test,
              const document_style& style)
      : out_(out), test_(test), last_(test.decisive()), style_(style) {}

  void write() {
    out_ +=
        fmt::format("    <testcase name=\"{}\" classname=\"{}.{}\"",
                    xml_attribute(test_.name), xml_attribute(suite_name(test_)),
                    xml_attribute(suite_of(test_.name)));
    if (!style_.is_strict() && !test_.file.empty()) {
      out_ += fmt::format(
          " file=\"{}\" line=\"{}\"",
          xml_attribute(std::string(relative_to(style_.source, test_.file))),
          test_.line);
    }
    out_ += fmt::format(" time=\"{}\"", seconds(test_.total_ns()));
    if (!style_.is_strict() && last_.start_ns != 0) {
      out_ += fmt::format(" timestamp=\"{}\"",
                          timestamp_text(test_.attempts.front().start_ns));
    }
    out_ += ">\n";
    if (!style_.is_strict()) {
      write_properties();
    }
    write_outcome();
    write_attempts();
    if (!last_.output.empty()) {
      out_ += fmt::format("      <system-out>{}</system-out>\n",
                          xml_text(last_.output));
    }
    out_ += "    </testcase>\n";
  }

 private:
  void write_properties() {
    std::string inside;
    const auto add = [&](const char* name, const std::string& value) {
      if (!value.empty()) {
        inside += fmt::format("        <property name=\"{}\" value=\"{}\"/>\n",
                              name, xml_attribute(value));
      }
    };
    add("worker", last_.worker);
    add("markers", joined(test_.markers));
    add("labels", joined(test_.labels));
    add("left_behind", joined(test_.left_behind));
    if (test_.attempts.size() > 1) {
      add("attempts", std::to_string(test_.attempts.size()));
    }
    if (last_.max_rss_kib > 0) {
      add("peak_memory_kib", std::to_string(last_.max_rss_kib));
    }
    if (test_.waited_ns() > 0) {
      add("waited_for_locks", seconds(test_.waited_ns()));
    }
    if (!inside.empty()) {
      out_ += "      <properties>\n" + inside + "      </properties>\n";
    }
  }

  void write_outcome() {
    if (last_.outcome == verdict::skip) {
      const std::string& why = last_.message;
      const std::size_t end = why.find('\n');
      out_ += fmt::format("      <skipped message=\"{}\"",
                          xml_attribute(why.substr(0, end)));
      out_ += end == std::string::npos
                  ? "/>\n"
                  : fmt::format(">{}</skipped>\n", xml_text(why));
    } else if (is_bad(last_.outcome)) {
      const char* const tag = is_error(last_.outcome) ? "error" : "failure";
      const std::string why = message_of(last_);
      out_ += fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n",
                          tag, xml_attribute(why.substr(0, why.find('\n'))),
                          to_text(last_.outcome), xml_text(why));
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
      out_ += fmt::format(
          "      <{} message=\"{}\" type=\"{}\"{}>\n"
          "        <stackTrace>{}</stackTrace>\n",
          tag, xml_attribute(message_of(each)), to_text(each.outcome),
          style_.is_strict()
              ? ""
              : fmt::format(" time=\"{}\"", seconds(each.duration_ns)),
          xml_text(message_of(each)));
      if (!each.output.empty()) {
        out_ += fmt::format("        <system-out>{}</system-out>\n",
                            xml_text(each.output));
      }
      out_ += fmt::format("      </{}>\n", tag);
    }
  }

  static std::string message_of(const attempt& given) {
    return given.message.empty() ? to_text(given.outcome) : given.message;
  }

  std::string& out_;
  const test_result& test_;
  const attempt& last_;
  const document_style& style_;
};

/// By these `merge` sees whether the reports of shards belong together.
std::string shard_properties(const run_shard& part) {
  const std::string empty = fmt::format("{}", fmt::join(part.empty, ","));
  return fmt::format(
      "  <properties>\n"
      "    <property name=\"{}\" value=\"{}/{}\"/>\n"
      "    <property name=\"{}\" value=\"{}\"/>\n"
      "    <property name=\"{}\" value=\"{}\"/>\n"
      "  </properties>\n",
      shard_property, part.index, part.count, shard_plan_property,
      xml_attribute(part.plan), empty_shards_property, empty);
}

}  // namespace

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
  // A dot after the first slash of the test itself is one of a value.
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

std::string junit_text(const run_result& result, junit_schema schema) {
  const document_style style{result.source, schema};
  const std::vector<suite> suites = suites_of(result);
  suite all;
  all.name = result.project.empty() ? "tests" : result.project;
  for (const test_result& test : result.tests) {
    count(all, test);
  }
  // What users of CI systems read as the time of the whole is the wall's.
  all.total_ns = result.wall_ns;
  all.start_ns = result.start_ns;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites{}{}>\n", counts(all),
                      style.is_strict() ? "" : more_counts(all));
  if (result.shard && !style.is_strict()) {
    text += shard_properties(*result.shard);
  }
  for (const suite& each : suites) {
    text += fmt::format("  <testsuite{}{}>\n", counts(each), more_counts(each));
    for (const test_result* test : each.tests) {
      case_writer(text, *test, style).write();
    }
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

void add_junit_schema(CLI::App& app, junit_schema& into) {
  const std::map<std::string, junit_schema> schemas{
      {"all", junit_schema::all}, {"strict", junit_schema::strict}};
  app.add_option("--junit-schema", into,
                 "all (default), or strict for Jenkins' xUnit")
      ->transform(CLI::Transformer(schemas))
      ->option_text("SCHEMA");
}

}  // namespace parallel_testing::io
