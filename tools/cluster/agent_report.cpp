// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/agent_report.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::cluster {
namespace {

using nlohmann::ordered_json;

constexpr std::array report_names{"start",   "running", "end",   "note",
                                  "unit",    "output",  "alive", "over",
                                  "printed", "dead"};

report_kind kind_named(const std::string& name) {
  for (std::size_t at = 0; at < report_names.size(); ++at) {
    if (name == report_names[at]) {
      return static_cast<report_kind>(at);
    }
  }
  throw tools::record_error(fmt::format("'{}' is not a report", name),
                            "use one version on all nodes");
}

ordered_json to_json(const std::vector<running_test>& tests) {
  ordered_json result = ordered_json::array();
  for (const running_test& each : tests) {
    result.push_back({each.worker, each.name, each.elapsed_ns});
  }
  return result;
}

}  // namespace

std::string to_line(const agent_record& given) {
  ordered_json fields{
      {"report", report_names[static_cast<std::size_t>(given.kind)]}};
  const auto add_text = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      fields[name] = value;
    }
  };
  fields["number"] = given.number;
  add_text("name", given.name);
  add_text("text", given.text);
  if (given.kind == report_kind::end) {
    fields["attempt"] = given.attempt;
    add_text("worker", given.worker);
    fields["outcome"] = events::to_text(given.outcome);
    fields["excused"] = given.is_excused;
    add_text("message", given.message);
    fields["left"] = given.left;
    fields["duration_ns"] = given.duration_ns;
  }
  if (given.kind == report_kind::running) {
    fields["running"] = to_json(given.running);
  }
  return fields.dump(-1, ' ', false, ordered_json::error_handler_t::replace) +
         "\n";
}

agent_record parse_record(const std::string& line) {
  try {
    const ordered_json fields = ordered_json::parse(line);
    agent_record result;
    result.kind = kind_named(fields.at("report"));
    result.number = fields.value("number", std::int64_t{0});
    result.name = fields.value("name", "");
    result.text = fields.value("text", "");
    result.attempt = fields.value("attempt", std::int64_t{1});
    result.worker = fields.value("worker", "");
    result.outcome =
        events::from_text<events::verdict>(fields.value("outcome", "pass"))
            .value_or(events::verdict::crash);
    result.is_excused = fields.value("excused", false);
    result.message = fields.value("message", "");
    result.left = fields.value("left", std::vector<std::string>{});
    result.duration_ns = fields.value("duration_ns", std::int64_t{0});
    for (const ordered_json& each :
         fields.value("running", ordered_json::array())) {
      result.running.push_back({each.at(0).get<std::string>(),
                                each.at(1).get<std::string>(),
                                each.at(2).get<std::int64_t>()});
    }
    return result;
  } catch (const nlohmann::json::exception& problem) {
    throw tools::record_error(problem.what(), "use one version on all nodes");
  }
}

void report_writer::flush() {
  if (pending_.empty()) {
    return;
  }
  const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  std::string_view rest = pending_;
  while (file >= 0 && !rest.empty()) {
    const ssize_t written = ::write(file, rest.data(), rest.size());
    if (written <= 0) {
      break;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file >= 0) {
    ::close(file);
  }
  pending_.clear();
}

std::vector<agent_record> report_reader::read() {
  std::vector<agent_record> result;
  const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  std::string text;
  std::array<char, 1U << 16> buffer;
  std::int64_t at = offset_;
  for (ssize_t count = 0; file >= 0 && (count = ::pread(file, buffer.data(),
                                                        buffer.size(), at)) > 0;
       at += count) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (file >= 0) {
    ::close(file);
  }
  std::size_t used = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       end = text.find('\n', used)) {
    try {
      result.push_back(parse_record(text.substr(used, end - used)));
    } catch (const tools::record_error&) {
      // Written by an agent that was killed meanwhile, or by another version.
    }
    used = end + 1;
  }
  offset_ += static_cast<std::int64_t>(used);
  return result;
}

}  // namespace parallel_testing::cluster
