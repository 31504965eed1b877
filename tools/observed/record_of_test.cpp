// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observed/record_of_test.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <unordered_map>
#include <utility>

#include "base/line_reader.hpp"

namespace parallel_testing::tools {
namespace {

using events::presence;
using events::range;

/// Fills the fields that it visits from a line.
class line_field_reader {
 public:
  explicit line_field_reader(record& from) : from_(from) {}

  void operator()(const char* name, std::string& into,
                  presence when = presence::always) const {
    if (when == presence::always || from_.has(name)) {
      into = from_.take_text(name);
    }
  }
  void operator()(const char* name, std::vector<std::string>& into) const {
    into = from_.take_texts(name);
  }
  void operator()(const char* name, std::int64_t& into,
                  range allowed = {}) const {
    into = from_.number(name, allowed.least, allowed.most);
  }
  void operator()(const char* name, std::int64_t& into, presence when) const {
    if (when == presence::always || from_.has(name)) {
      into = from_.number(name, 0, range{}.most);
    }
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void operator()(const char* name, Enum& into,
                  presence when = presence::always) const {
    if (when != presence::always && !from_.has(name)) {
      return;
    }
    const std::string text = from_.take_text(name);
    const std::optional<Enum> found = events::from_text<Enum>(text);
    if (!found) {
      record::reject(name, text,
                     fmt::format("{}", fmt::join(events::texts<Enum>, ", ")));
    }
    into = *found;
  }

 private:
  record& from_;
};

template <class Line>
Line body_of(record& fields) {
  Line result;
  Line::fields(result, line_field_reader(fields));
  return result;
}

void require_version(const record& fields) {
  const std::int64_t version = fields.number("v", 1, events::any_pid.most);
  if (version != observed::schema_version) {
    throw record_error(
        fmt::format("version {}, this program reads {}", version,
                    observed::schema_version),
        "watch the test again with the launcher of this version");
  }
}

class record_builder {
 public:
  void add(std::string_view line) {
    record fields(line);
    require_version(fields);
    const std::string name = fields.take_text("line");
    if (!has_head_ && name != observed::header::name) {
      throw record_error("the first line is not a header",
                         "name a file that --observe wrote");
    }
    if (name == observed::header::name) {
      add_header(fields);
    } else if (name == observed::resource::name) {
      add_resource(body_of<observed::resource>(fields));
    } else if (name == observed::touch::name) {
      add_touch(body_of<observed::touch>(fields));
    } else if (name == observed::end::name) {
      result_.last = body_of<observed::end>(fields);
    }
  }

  [[nodiscard]] bool has_ended() const { return result_.last.has_value(); }

  [[nodiscard]] record_of_test take() {
    if (!has_head_) {
      throw record_error("there is no whole line in it",
                         "watch the test again");
    }
    return std::move(result_);
  }

 private:
  void add_header(record& fields) {
    if (has_head_) {
      throw record_error("a second header", "keep one record in each file");
    }
    has_head_ = true;
    result_.head = body_of<observed::header>(fields);
  }

  void add_resource(observed::resource&& what) {
    const std::int64_t id = what.id;
    if (!places_.emplace(id, result_.resources.size()).second) {
      throw record_error(fmt::format("a second resource {}", id),
                         "watch the test again");
    }
    result_.resources.push_back({std::move(what), {}});
  }

  void add_touch(observed::touch&& how) {
    const auto found = places_.find(how.resource);
    if (found == places_.end()) {
      throw record_error(
          fmt::format("a touch of the unknown resource {}", how.resource),
          "watch the test again");
    }
    result_.resources[found->second].touches.push_back(std::move(how));
  }

  record_of_test result_;
  std::unordered_map<std::int64_t, std::size_t> places_;
  bool has_head_ = false;
};

}  // namespace

record_of_test read_record_of_test(std::istream& input) {
  record_builder built;
  line_reader lines(input);
  for (line each; !built.has_ended() && lines.next(each);) {
    if (each.state == line_state::unterminated) {
      break;
    }
    try {
      built.add(each.text);
    } catch (const record_error& refused) {
      throw record_error(
          fmt::format("line {}: {}", each.number, refused.what()),
          refused.found.remedy);
    }
  }
  return built.take();
}

std::string_view database_at(const observed::resource& what) {
  constexpr std::int64_t postgresql = 5432;
  constexpr std::int64_t mysql = 3306;
  constexpr std::int64_t redis = 6379;
  constexpr std::int64_t mongodb = 27017;
  if (what.kind == observed::resource_kind::unix_socket) {
    const std::size_t name = what.canonical.rfind('/') + 1;
    const bool is_server = what.canonical.compare(name, 9, ".s.PGSQL.") == 0;
    return is_server ? "postgresql" : "";
  }
  if (what.kind != observed::resource_kind::port || what.protocol != "tcp") {
    return "";
  }
  switch (what.port) {
    case postgresql:
      return "postgresql";
    case mysql:
      return "mysql";
    case redis:
      return "redis";
    case mongodb:
      return "mongodb";
    default:
      return "";
  }
}

}  // namespace parallel_testing::tools
