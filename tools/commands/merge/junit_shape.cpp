// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/junit_shape.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/xml_text.hpp"

namespace parallel_testing::merge_command {
namespace {

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

/// The name in lower case, without a namespace prefix.
std::string plain_name(std::string_view name) {
  return lower_case(name.substr(name.rfind(':') + 1));
}

bool is_one_of(std::string_view text,
               std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// If a test case has several results, the last one
/// in this list counts.
enum class junit_result { pass, skip, failure, error };

junit_result result_of(const pugi::xml_node& test) {
  junit_result result = junit_result::pass;
  const auto note = [&](junit_result seen) { result = std::max(result, seen); };
  for (const pugi::xml_node& child : test.children()) {
    const std::string name = plain_name(child.name());
    if (name == "error") {
      note(junit_result::error);
    } else if (is_one_of(name, {"failure", "failed", "fail"})) {
      note(junit_result::failure);
    } else if (name == "skipped") {
      note(junit_result::skip);
    }
  }
  for (const char* attribute : {"status", "result"}) {
    const std::string value = lower_case(test.attribute(attribute).value());
    if (is_one_of(value, {"error", "aborted", "broken", "canceled", "cancelled",
                          "crashed", "timeout"})) {
      note(junit_result::error);
    } else if (is_one_of(value, {"fail", "failed", "failure"})) {
      note(junit_result::failure);
    } else if (is_one_of(value, {"notrun", "disabled"})) {
      note(junit_result::skip);
    }
  }
  if (lower_case(test.attribute("success").value()) == "false") {
    note(junit_result::failure);
  }
  return result;
}

void count(counts& into, const pugi::xml_node& node) {
  for (const pugi::xml_node& child : node.children()) {
    if (std::string_view(child.name()) == "testcase") {
      ++into.tests;
      switch (result_of(child)) {
        case junit_result::error:
          ++into.errors;
          break;
        case junit_result::failure:
          ++into.failures;
          break;
        case junit_result::skip:
          ++into.skipped;
          break;
        case junit_result::pass:
          break;
      }
    }
    count(into, child);
  }
}

bool is_bad_element(const pugi::xml_node& node) {
  return is_one_of(plain_name(node.name()),
                   {"failure", "failed", "fail", "error"});
}

/// The number of elements below `node`, inside test cases, that stand for a
/// failure or an error.
std::size_t bad_elements_below(const pugi::xml_node& node) {
  std::size_t result = 0;
  for (const pugi::xml_node& child : node.children()) {
    const bool is_in_case = std::string_view(node.name()) == "testcase";
    result += (is_in_case && is_bad_element(child) ? 1 : 0) +
              bad_elements_below(child);
  }
  return result;
}

std::size_t number_in(const pugi::xml_node& node, const char* attribute) {
  return node.attribute(attribute).as_uint(0);
}

/// The failures and errors that the element declares in its own attributes.
std::size_t declared_bad(const pugi::xml_node& node) {
  return number_in(node, "failures") + number_in(node, "errors");
}

/// Catch2 and doctest count assertions where other frameworks count tests.
/// Their suites are recognised by the host name and by the order of the
/// attributes.
bool counts_assertions(const pugi::xml_node& suite) {
  std::string names;
  for (const pugi::xml_attribute& attribute : suite.attributes()) {
    names.append(attribute.name()).append(" ");
  }
  return suite.attribute("hostname").value() == std::string_view("tbd") ||
         names == "name errors failures tests ";
}

bool counts_assertions_below(const pugi::xml_node& node) {
  for (const pugi::xml_node& child : node.children()) {
    if (is_suite(child.name()) &&
        (counts_assertions(child) || counts_assertions_below(child))) {
      return true;
    }
  }
  return false;
}

std::optional<hidden_result> hidden_in(const pugi::xml_node& node) {
  hidden_result result{node, {}, 0, 0};
  for (const pugi::xml_node& child : node.children()) {
    if (is_bad_element(child)) {
      result.stray = child;
      result.bad = 1;
      return result;
    }
  }
  const counts shown = count_cases(node);
  const std::size_t bad =
      std::max(bad_elements_below(node), shown.failures + shown.errors);
  if (declared_bad(node) > bad) {
    result.bad = declared_bad(node) - bad;
  }
  const std::size_t declared = number_in(node, "tests");
  const bool counts_tests =
      !counts_assertions(node) && !counts_assertions_below(node);
  if (shown.tests == 0 || (counts_tests && declared > shown.tests)) {
    result.tests = declared - shown.tests;
  }
  return result.bad + result.tests == 0 ? std::nullopt : std::optional(result);
}

}  // namespace

counts count_cases(const pugi::xml_node& node) {
  counts result;
  count(result, node);
  return result;
}

bool is_suite(std::string_view name) {
  return name == "testsuite" || name == "testsuites";
}

bool may_hold_results(std::string_view name) {
  const std::string plain = plain_name(name);
  return plain.find("test") != plain.npos || plain.find("case") != plain.npos ||
         plain.find("suite") != plain.npos;
}

bool holds_bad_elements(const pugi::xml_node& node) {
  for (const pugi::xml_node& child : node.children()) {
    if (is_bad_element(child) || holds_bad_elements(child)) {
      return true;
    }
  }
  return false;
}

std::optional<hidden_result> find_hidden(const pugi::xml_node& node) {
  for (const pugi::xml_node& child : node.children()) {
    if (is_suite(child.name())) {
      if (auto found = find_hidden(child)) {
        return found;
      }
    }
  }
  return is_suite(node.name()) ? hidden_in(node) : std::nullopt;
}

std::string without_zeros(const std::string& text) {
  std::string result;
  std::size_t used = 0;
  for (std::size_t at = text.find("&#"); at != std::string::npos;
       at = text.find("&#", at + 1)) {
    const bool is_hexadecimal = text.compare(at + 2, 1, "x") == 0;
    const std::size_t digits = at + (is_hexadecimal ? 3 : 2);
    const std::size_t end = text.find_first_not_of('0', digits);
    if (end != std::string::npos && end > digits && text[end] == ';') {
      result.append(text, used, at - used).append("\xEF\xBF\xBD");
      used = end + 1;
    }
  }
  return result.append(text, used);
}

void clean_texts(pugi::xml_node root) {
  for (pugi::xml_attribute attribute : root.attributes()) {
    attribute.set_value(tools::xml_characters(attribute.value()).c_str());
  }
  for (pugi::xml_node child : root.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      child.set_value(tools::xml_characters(child.value()).c_str());
    } else {
      clean_texts(child);
    }
  }
}

}  // namespace parallel_testing::merge_command
