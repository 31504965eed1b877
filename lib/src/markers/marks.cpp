// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <map>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/markers.hpp>
#include <utility>

#include "base/format.hpp"
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

std::string text_of(const mark_declaration& declaration) {
  std::string text;
  for (unsigned at = 0; at < declaration.count; ++at) {
    append_marker(text, detail::marker_text::of(declaration.first[at]));
  }
  return text;
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

}  // namespace

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

namespace adapter {

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
