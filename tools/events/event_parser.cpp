// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <type_traits>
#include <utility>

namespace parallel_testing::tools {
namespace {

/// The texts of an enum up to that of `last`, as a list.
template <class Enum>
std::string allowed_texts(Enum last) {
  const auto end = texts<Enum>.begin() + static_cast<int>(last) + 1;
  return fmt::format("{}", fmt::join(texts<Enum>.begin(), end, ", "));
}

/// `gpu:0:50`
allocated_slots slots_of(const std::string& text) {
  constexpr std::int64_t most_slots = 4'294'967'295;
  const std::size_t id = text.find(':');
  const std::size_t number = text.rfind(':');
  allocated_slots result;
  const char* const end = text.data() + text.size();
  if (id == 0 || id == std::string::npos || number <= id + 1 ||
      std::from_chars(text.data() + number + 1, end, result.slots).ptr != end ||
      result.slots < 1 || result.slots > most_slots) {
    record::reject("slots", text,
                   fmt::format("<capacity>:<id>:<1 to {}>", most_slots));
  }
  result.capacity = text.substr(0, id);
  result.id = text.substr(id + 1, number - id - 1);
  return result;
}

/// Moves the fields that it visits out of a record.
class field_reader {
 public:
  explicit field_reader(record& from) : from_(from) {}

  void operator()(const char* name, std::string& into,
                  presence when = presence::always) const {
    if (is_there(name, when)) {
      into = from_.take_text(name);
    }
  }
  void operator()(const char* name, std::int64_t& into,
                  range allowed = {}) const {
    into = from_.number(name, allowed.least, allowed.most);
  }
  void operator()(const char* name, std::int64_t& into, presence when) const {
    if (is_there(name, when)) {
      (*this)(name, into);
    }
  }
  void operator()(const char* name, std::vector<std::string>& into,
                  presence when = presence::always) const {
    if (is_there(name, when)) {
      into = from_.take_texts(name);
    }
  }
  void operator()(const char* name, std::vector<std::int64_t>& into) const {
    into = from_.counts(name);
  }
  void operator()(const char* name, std::vector<allocated_slots>& into) const {
    for (const std::string& each : from_.take_texts(name)) {
      into.push_back(slots_of(each));
    }
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void operator()(const char* name, Enum& into,
                  Enum last = static_cast<Enum>(texts<Enum>.size() - 1)) const {
    const std::string text = from_.take_text(name);
    const std::optional<Enum> found = from_text<Enum>(text);
    if (!found || *found > last) {
      record::reject(name, text, allowed_texts(last));
    }
    into = *found;
  }

 private:
  [[nodiscard]] bool is_there(const char* name, presence when) const {
    return when == presence::always || from_.has(name);
  }

  record& from_;
};

template <class Body>
void read_body(record& fields, event_body& into) {
  Body body;
  Body::fields(body, field_reader(fields));
  into = std::move(body);
}

struct known_event {
  std::string_view name;
  void (*read)(record&, event_body&);
};

template <class... Bodies>
constexpr auto table_of(event_list<Bodies...> /*all*/) {
  return std::array{known_event{Bodies::name, read_body<Bodies>}...};
}

constexpr auto known_events = table_of(all_events());

/// Renames what version 1 named differently.
void upgrade_from_1(std::string_view event, record& fields) {
  // In the order of the verdicts.
  constexpr std::array<std::string_view, 3> outcomes{"passed", "failed",
                                                     "skipped"};
  if (event == case_finish::name) {
    const std::string outcome = fields.take_text("outcome");
    const auto* const found =
        std::find(outcomes.begin(), outcomes.end(), outcome);
    if (found == outcomes.end()) {
      record::reject("outcome", outcome,
                     fmt::format("{}", fmt::join(outcomes, ", ")));
    }
    fields.set_text(
        "outcome",
        texts<verdict>[static_cast<std::size_t>(found - outcomes.begin())]);
  } else if (event == run_finish::name || event == once_finish::name) {
    fields.rename("outcome", "end");
  } else if (event == launch_finish::name) {
    fields.rename("how", "end");
  }
}

/// Treats text as bytes: an event with an invalid name is an unknown event.
void read_event(std::string&& name, std::int64_t version, record& fields,
                event_body& into) {
  const auto found =
      std::find_if(known_events.begin(), known_events.end(),
                   [&](const known_event& each) { return each.name == name; });
  if (found == known_events.end()) {
    into = unknown_event{std::move(name)};
    return;
  }
  if (version == 1) {
    upgrade_from_1(name, fields);
  }
  found->read(fields, into);
}

std::int64_t version_of(const record& fields) {
  const std::int64_t version = fields.number("v", 1, any_pid.most);
  if (version > schema_version) {
    throw newer_schema(
        fmt::format("schema version {} is newer than {}, which this program "
                    "reads",
                    version, schema_version),
        "use the program of the ParallelTesting version that ran the tests");
  }
  return version;
}

}  // namespace

/// Inside an event this text is impossible, because quotes in strings are
/// escaped.
std::string_view without_torn_start(std::string_view line) {
  constexpr std::string_view start = R"({"v":)";
  const std::size_t last = line.rfind(start);
  return last == std::string_view::npos ? line : line.substr(last);
}

event parse_event(std::string_view line) {
  record fields(without_torn_start(line));
  const std::int64_t version = version_of(fields);
  event result;
  result.time_ns = fields.count("time_ns");
  result.mono_ns = fields.count("mono_ns");
  result.run = fields.take_text("run");
  result.worker = fields.take_text("worker");
  result.pid = fields.number("pid", any_pid.least, any_pid.most);
  result.seq = fields.count("seq");
  read_event(fields.take_text("event"), version, fields, result.body);
  return result;
}

}  // namespace parallel_testing::tools
