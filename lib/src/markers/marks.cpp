// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <map>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/markers.hpp>
#include <string>
#include <utility>

#include "base/format.hpp"
#include "base/os.hpp"
#include "markers/marker.hpp"

namespace parallel_testing {

/// The canonical text of a marker.
struct detail::marker_text {
  static std::string of(const amount& given) {
    std::string text = fmt::format("{}", given.number);
    if (given.thousandths != 0) {
      text += fmt::format(".{:03}", given.thousandths);
      text.resize(text.find_last_not_of('0') + 1);
    }
    return text + given.unit;
  }

  static std::string of(const marker& declared) {
    const amount& amount = declared.amount_;
    std::string text = declared.word_;
    if (declared.name_ != nullptr) {
      text += fmt::format(":{}", declared.name_);
    }
    if (amount.number != 0 || amount.thousandths != 0) {
      text += ":" + of(amount);
    }
    for (const long long other : declared.others_) {
      text += other == 0 ? "" : fmt::format(",{}", other);
    }
    if (declared.suffix_ != nullptr) {
      text += fmt::format(":{}", declared.suffix_);
    }
    return text;
  }
};

namespace {

using detail::mark_declaration;

/// Initialized at compile time, because declarations register before anything
/// else runs.
const mark_declaration* newest = nullptr;

using test_key = std::pair<std::string, std::string>;

/// Built at the first lookup after the last declaration.
struct index {
  const mark_declaration* built_for = nullptr;
  std::map<test_key, std::string> texts;
};

std::string text_of_markers(const marker* first, unsigned count) {
  std::string text;
  for (unsigned at = 0; at < count; ++at) {
    append_marker(text, detail::marker_text::of(first[at]));
  }
  return text;
}

std::string text_of(const mark_declaration& declaration) {
  return text_of_markers(declaration.first, declaration.count);
}

/// What decorators declared, filled while static objects are initialized.
struct decorations {
  std::map<std::string, std::string> of_units;
  std::map<const char*, std::string> of_suites;
};

decorations& all_decorations() {
  static auto* const result = new decorations;
  return *result;
}

std::string declaration_key(const char* file, int line, const char* name) {
  return fmt::format("{}\n{}\n{}", file, line, name == nullptr ? "" : name);
}

void add_text(std::string& list, const std::string& text) {
  list += list.empty() ? text : ";" + text;
}

/// A copy that lives as long as the program. Leak checkers accept what a static
/// variable refers to.
const char* lasting(const std::string& text) {
  static auto* const all = new std::deque<std::string>;
  return all->emplace_back(text).c_str();
}

const index& current_index() {
  static auto* const result = new index;
  if (result->built_for == newest) {
    return *result;
  }
  result->texts.clear();
  for (const auto* each = newest; each != nullptr; each = each->next) {
    const char* const test = each->test == nullptr ? "" : each->test;
    std::string& text = result->texts[{each->suite, test}];
    // The list begins with the newest; the text follows the order of the
    // source.
    text = text.empty() ? text_of(*each) : text_of(*each) + ";" + text;
  }
  result->built_for = newest;
  return *result;
}

/// Called by a decorator, which the compiler does not evaluate, for a marker
/// that breaks the rule in the name of the function.
[[noreturn]] void end_with_rule(std::string rule) {
  std::replace(rule.begin(), rule.end(), '_', ' ');
  os::say(fmt::format("a marker in a decorator breaks a rule: {}", rule));
  ::_exit(1);
}

}  // namespace

void detail::name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash() {
  end_with_rule(__func__);
}
void detail::port_must_be_1_to_65535() {
  end_with_rule(__func__);
}
void detail::number_must_be_greater_than_zero() {
  end_with_rule(__func__);
}
void detail::number_must_be_at_most_99() {
  end_with_rule(__func__);
}
void detail::number_must_be_at_most_100() {
  end_with_rule(__func__);
}
void detail::number_must_be_at_most_9999() {
  end_with_rule(__func__);
}
void detail::number_must_be_at_most_10000() {
  end_with_rule(__func__);
}
void detail::number_must_be_at_most_999999999() {
  end_with_rule(__func__);
}
void detail::time_must_be_at_least_1ms() {
  end_with_rule(__func__);
}
void detail::memory_must_be_a_whole_number_of_B_KB_MB_GB_KiB_MiB_or_GiB() {
  end_with_rule(__func__);
}

detail::mark_declaration::mark_declaration(
    const char* suite_name, const char* test_name, const marker* markers,
    unsigned marker_count, const char* source_file, int source_line) noexcept
    : suite(suite_name),
      test(test_name),
      first(markers),
      file(source_file),
      next(newest),
      count(marker_count),
      line(source_line) {
  newest = this;
}

const char* detail::lasting_text(const marker* first, unsigned count) {
  return lasting(text_of_markers(first, count));
}

void detail::decorate_unit(const char* file, int line, const char* name,
                           const mark& markers) {
  add_text(all_decorations().of_units[declaration_key(file, line, name)],
           markers.text());
}

const char* detail::decorated_suite(const char* name, const mark& markers) {
  auto& all = all_decorations().of_suites;
  const auto known = all.find(name);
  std::string list = known == all.end() ? "" : known->second;
  add_text(list, markers.text());
  const char* const copy = lasting(name == nullptr ? "" : name);
  all.emplace(copy, std::move(list));
  return copy;
}

namespace adapter {

std::string decorations_of_unit(const char* file, int line, const char* name) {
  const auto& all = all_decorations().of_units;
  const auto found = all.find(declaration_key(file, line, name));
  return found == all.end() ? "" : found->second;
}

std::string decorations_of_suite(const char* name) {
  const auto& all = all_decorations().of_suites;
  const auto found = all.find(name);
  return found == all.end() ? "" : found->second;
}

std::string declared_markers(const std::string& suite, const char* test) {
  const auto& texts = current_index().texts;
  const auto found = texts.find({suite, test == nullptr ? "" : test});
  return found == texts.end() ? "" : found->second;
}

void for_each_declaration(void (*visit)(void* context, const char* suite,
                                        const char* test, const char* file,
                                        int line),
                          void* context) {
  for (const auto* each = newest; each != nullptr; each = each->next) {
    visit(context, each->suite, each->test, each->file, each->line);
  }
}

}  // namespace adapter

}  // namespace parallel_testing
