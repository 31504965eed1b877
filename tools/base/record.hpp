// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Typed access to the fields of a JSON object. Errors name the field.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.hpp"

namespace parallel_testing::tools {

/// A line that is not an event: what is wrong with it, and what to do.
struct record_error : std::runtime_error {
  record_error(const std::string& what, const std::string& remedy)
      : std::runtime_error(what), found{what, remedy} {}

  problem found;
};

class record {
 public:
  /// Throws record_error unless `line` is one JSON object without excessive
  /// nesting.
  explicit record(std::string_view line);

  /// Each getter removes the field from the record and returns it. It throws
  /// record_error if the field is missing, has another type, or is out of
  /// range.
  [[nodiscard]] std::string take_text(const char* field);
  [[nodiscard]] std::vector<std::string> take_texts(const char* field);
  [[nodiscard]] std::vector<std::int64_t> counts(const char* field) const;
  [[nodiscard]] std::int64_t number(const char* field, std::int64_t least,
                                    std::int64_t most) const;
  [[nodiscard]] std::int64_t count(const char* field) const;

  [[nodiscard]] bool has(const char* field) const;
  /// Sets a field that exists.
  void set_text(const char* field, std::string text);
  /// Does nothing if there is no such field.
  void rename(const char* field, const char* name);

  /// Throws record_error for a value `given` that is not one of `allowed`.
  [[noreturn]] static void reject(const char* field, std::string_view given,
                                  std::string_view allowed);

 private:
  enum class kind {
    null,
    boolean,
    text,
    natural,
    negative,
    real,
    array,
    object
  };
  struct value {
    kind what = kind::null;
    std::string text{};
    std::int64_t integer = 0;    ///< of a natural or negative number
    std::vector<value> items{};  ///< of an array; nested items are dropped
  };
  class reader;

  [[nodiscard]] static const char* name_of(kind what);
  [[noreturn]] static void reject_type(const char* field, const char* expected,
                                       const value& given);
  [[nodiscard]] const value& at(const char* field) const;
  [[nodiscard]] value& at(const char* field);

  std::vector<std::pair<std::string, value>> fields_;
};

}  // namespace parallel_testing::tools
