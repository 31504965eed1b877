// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/json.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::json;

constexpr int max_depth = 16;
constexpr std::size_t max_quoted_bytes = 60;

/// Large enough for a time in nanoseconds, and a reader can still add to it.
constexpr std::int64_t max_count = std::numeric_limits<std::int64_t>::max() / 2;

constexpr const char* not_an_event_remedy =
    "check that this is an event log; docs/events.md describes the events";
constexpr const char* writer_remedy =
    "docs/events.md lists the fields; check that no other program wrote or "
    "edited the log";

/// Removes what nlohmann adds: "[json.exception…] parse error at line 1, " and
/// the quoted remainder of a line, which may be hostile. The column and the
/// token stay.
std::string parser_message(const json::exception& problem) {
  std::string_view text = problem.what();
  for (const std::string_view prefix : {"] ", "line 1, "}) {
    if (const auto at = text.find(prefix); at != std::string_view::npos) {
      text.remove_prefix(at + prefix.size());
    }
  }
  if (const auto quote = text.find("; last read:");
      quote != std::string_view::npos) {
    text = text.substr(0, quote);
  }
  return std::string(text);
}

}  // namespace

/// Stores the fields while it reads the text. Logs are long, and most parts of
/// a document tree would be thrown away.
class record::reader : public json::json_sax_t {
 public:
  explicit reader(std::vector<std::pair<std::string, value>>& into)
      : fields_(into) {}

  [[nodiscard]] kind outermost() const { return outermost_; }

  bool null() override { return add({}); }
  bool boolean(bool /*given*/) override { return add({kind::boolean}); }
  bool number_integer(std::int64_t given) override {
    return add({kind::negative, "", given});
  }
  bool number_unsigned(std::uint64_t given) override {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    // The largest value is outside every range; the text is for the error.
    return given > most
               ? add({kind::natural, std::to_string(given), most})
               : add({kind::natural, "", static_cast<std::int64_t>(given)});
  }
  bool number_float(double /*given*/, const std::string& /*text*/) override {
    return add({kind::real});
  }
  bool string(std::string& given) override {
    return add({kind::text, std::move(given)});
  }
  bool binary(json::binary_t& /*given*/) override { return add({}); }
  bool start_object(std::size_t /*size*/) override {
    return open(kind::object);
  }
  bool key(std::string& given) override {
    if (depth_ == 1) {
      fields_.emplace_back(std::move(given), value{});
    }
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(kind::array); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const json::exception& problem) override {
    throw record_error(
        fmt::format("not a JSON value: {}", parser_message(problem)),
        not_an_event_remedy);
  }

 private:
  bool add(value&& given) {
    if (depth_ == 0) {
      outermost_ = given.what;
    } else if (depth_ == 1 && outermost_ == kind::object) {
      fields_.back().second = std::move(given);
    } else if (depth_ == 2 && outermost_ == kind::object &&
               fields_.back().second.what == kind::array) {
      fields_.back().second.items.push_back(std::move(given));
    }
    return true;
  }

  /// Checks the depth while it reads, so that a megabyte of '[' costs nothing.
  bool open(kind what) {
    add({what});
    if (++depth_ > max_depth) {
      throw record_error(
          fmt::format("values are nested more than {} deep", max_depth),
          not_an_event_remedy);
    }
    return true;
  }

  bool close() {
    --depth_;
    return true;
  }

  std::vector<std::pair<std::string, value>>& fields_;
  kind outermost_ = kind::null;
  int depth_ = 0;
};

const char* record::name_of(kind what) {
  switch (what) {
    case kind::boolean:
      return "boolean";
    case kind::text:
      return "string";
    case kind::natural:
    case kind::negative:
    case kind::real:
      return "number";
    case kind::array:
      return "array";
    case kind::object:
      return "object";
    case kind::null:
      break;
  }
  return "null";
}

void record::reject_type(const char* field, const char* expected,
                         const value& given) {
  throw record_error(fmt::format("field '{}' must be {}, not {}", field,
                                 expected, name_of(given.what)),
                     writer_remedy);
}

record::record(std::string_view line) {
  constexpr std::size_t usual_fields = 20;
  fields_.reserve(usual_fields);
  reader parsed(fields_);
  json::sax_parse(line, &parsed);
  if (parsed.outermost() != kind::object) {
    throw record_error(fmt::format("expected a JSON object, not {}",
                                   name_of(parsed.outermost())),
                       not_an_event_remedy);
  }
}

const record::value& record::at(const char* field) const {
  // Of several fields with the same name, the last one counts.
  const auto found =
      std::find_if(fields_.rbegin(), fields_.rend(),
                   [name = std::string_view(field)](const auto& each) {
                     return each.first == name;
                   });
  if (found == fields_.rend()) {
    throw record_error(fmt::format("field '{}' is missing", field),
                       writer_remedy);
  }
  return found->second;
}

record::value& record::at(const char* field) {
  return const_cast<value&>(std::as_const(*this).at(field));
}

std::string record::take_text(const char* field) {
  value& given = at(field);
  if (given.what != kind::text) {
    reject_type(field, "a string", given);
  }
  return std::move(given.text);
}

bool record::has(const char* field) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [name = std::string_view(field)](const auto& each) {
                       return each.first == name;
                     });
}

void record::set_text(const char* field, std::string text) {
  at(field) = {kind::text, std::move(text)};
}

void record::rename(const char* field, const char* name) {
  for (auto& each : fields_) {
    if (each.first == field) {
      each.first = name;
    }
  }
}

std::vector<std::int64_t> record::counts(const char* field) const {
  const value& values = at(field);
  std::vector<std::int64_t> result;
  for (const value& each : values.items) {
    if (each.what != kind::natural || each.integer > max_count) {
      reject_type(field, "an array of numbers", values);
    }
    result.push_back(each.integer);
  }
  if (values.what != kind::array) {
    reject_type(field, "an array of numbers", values);
  }
  return result;
}

std::vector<std::string> record::take_texts(const char* field) {
  value& values = at(field);
  if (values.what != kind::array) {
    reject_type(field, "an array of strings", values);
  }
  std::vector<std::string> result;
  result.reserve(values.items.size());
  for (value& each : values.items) {
    if (each.what != kind::text) {
      reject_type(field, "an array of strings", each);
    }
    result.push_back(std::move(each.text));
  }
  return result;
}

std::int64_t record::number(const char* field, std::int64_t least,
                            std::int64_t most) const {
  const value& given = at(field);
  if (given.what != kind::natural && given.what != kind::negative) {
    reject_type(field, "an integer", given);
  }
  if (given.integer < least || given.integer > most || !given.text.empty()) {
    reject(field,
           given.text.empty() ? std::to_string(given.integer) : given.text,
           fmt::format("{} to {}", least, most));
  }
  return given.integer;
}

std::int64_t record::count(const char* field) const {
  return number(field, 0, max_count);
}

void record::reject(const char* field, std::string_view given,
                    std::string_view allowed) {
  throw record_error(fmt::format("field '{}' is '{}', allowed: {}", field,
                                 given.substr(0, max_quoted_bytes), allowed),
                     writer_remedy);
}

}  // namespace parallel_testing::tools
