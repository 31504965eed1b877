// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/test_properties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "remedies/cmake_text.hpp"

namespace parallel_testing::tools {
namespace {

/// Properties that are about the whole program: its cases can run in parallel,
/// and their times are their own.
constexpr std::array dropped_properties{"RUN_SERIAL", "COST"};

/// The position of a keyword.
template <class Arguments, class Text>
std::size_t position_of(const Arguments& arguments, std::string_view word,
                        Text text) {
  return static_cast<std::size_t>(
      std::find_if(arguments.begin(), arguments.end(),
                   [&](const auto& each) { return text(each) == word; }) -
      arguments.begin());
}

std::string_view keyword_of(const traced_call& call) {
  return call.command == "set_property" ? "PROPERTY" : "PROPERTIES";
}

using pairs = std::vector<std::pair<std::string, std::string>>;

/// Names and values after the keyword. set_property() has one name, and its
/// values are a list.
template <class Arguments, class Text>
pairs pairs_after(const Arguments& arguments, std::size_t at, bool is_one,
                  Text text) {
  pairs found;
  if (is_one) {
    std::string values;
    for (std::size_t next = at + 2; next < arguments.size(); ++next) {
      values += (values.empty() ? "" : ";") + text(arguments[next]);
    }
    found.emplace_back(text(arguments[at + 1]), values);
    return found;
  }
  for (std::size_t next = at + 1; next + 1 < arguments.size(); next += 2) {
    found.emplace_back(text(arguments[next]), text(arguments[next + 1]));
  }
  return found;
}

/// The pairs as the source has them; none if a variable has them.
pairs pairs_in_source(const call_site& site) {
  const auto raw = [](const source_argument& each) { return each.raw; };
  const auto& arguments = site.call->arguments;
  const std::size_t at =
      position_of(arguments, keyword_of(*site.calls.front()), raw);
  const std::size_t rest = arguments.size() - at;
  const bool is_one = site.command == "set_property";
  if (rest < 3 || (is_one ? rest != 3 : rest % 2 == 0)) {
    return {};
  }
  return pairs_after(arguments, at, is_one, raw);
}

pairs pairs_in_trace(const traced_call& call) {
  const auto same = [](const std::string& each) { return each; };
  const std::size_t at = position_of(call.arguments, keyword_of(call), same);
  if (call.arguments.size() < at + 3) {
    return {};
  }
  return pairs_after(call.arguments, at, call.command == "set_property", same);
}

class carrier {
 public:
  carrier(const survey& of, const call_site& registration)
      : of_(of), registration_(registration) {}

  carried_properties carry(const std::vector<const call_site*>& setters) {
    for (const call_site* const each : setters) {
      add(*each);
      if (!result_.problem.empty()) {
        break;
      }
    }
    return std::move(result_);
  }

 private:
  void fail(const call_site& site, std::string_view why) {
    const source_place at = place_of(of_, site);
    result_.problem =
        fmt::format("{} in {}:{} {}", site.command, at.file, at.line, why);
  }

  void add(const call_site& site) {
    if (site.call == nullptr) {
      return fail(site, "cannot be edited: " + site.problem);
    }
    const auto is_append = [](const std::string& each) {
      return each == "APPEND" || each == "APPEND_STRING";
    };
    const auto& arguments = site.calls.front()->arguments;
    if (std::any_of(arguments.begin(), arguments.end(), is_append)) {
      return fail(site, "appends to a property, which the new call cannot do");
    }
    pairs found;
    if (is_same_scope(registration_, site)) {
      found = pairs_in_source(site);
    } else if (is_unconditional(site) && registration_.calls.size() == 1) {
      found = pairs_in_trace(*site.calls.front());
      for (auto& [name, value] : found) {
        // The path is that of this machine.
        if (value.find(of_.source) != std::string::npos) {
          return fail(site,
                      "has a path of this machine and is in another part of "
                      "the project");
        }
        value = argument(value);
      }
    } else {
      return fail(site,
                  "is executed under other conditions than add_test(), so its "
                  "properties "
                  "cannot go into the new call");
    }
    if (found.empty()) {
      return fail(site, "has the properties in a variable");
    }
    for (const auto& [name, value] : found) {
      add(site, name, value);
    }
  }

  void add(const call_site& site, const std::string& name,
           const std::string& value) {
    if (name.find('$') != std::string::npos) {
      return fail(site, "has the name of a property in a variable");
    }
    if (std::find(dropped_properties.begin(), dropped_properties.end(), name) !=
        dropped_properties.end()) {
      result_.dropped.push_back(name);
    } else if (name == "WORKING_DIRECTORY") {
      result_.working_directory = value;
    } else {
      const std::string property = name + " " + value;
      if (std::find(result_.properties.begin(), result_.properties.end(),
                    property) == result_.properties.end()) {
        result_.properties.push_back(property);
      }
    }
  }

  const survey& of_;
  const call_site& registration_;
  carried_properties result_;
};

}  // namespace

std::vector<std::string> tests_in(const traced_call& call) {
  const auto same = [](const std::string& each) { return each; };
  std::size_t begin = 0;
  if (call.command == "set_property") {
    if (call.arguments.empty() || call.arguments.front() != "TEST") {
      return {};
    }
    begin = 1;
  } else if (call.command != "set_tests_properties") {
    return {};
  }
  const std::size_t end = position_of(call.arguments, keyword_of(call), same);
  std::vector<std::string> names;
  for (std::size_t at = begin; at < end; ++at) {
    const std::string& name = call.arguments[at];
    if (name != "APPEND" && name != "APPEND_STRING") {
      names.push_back(name);
    }
  }
  return names;
}

carried_properties carry_properties(
    const survey& of, const call_site& registration,
    const std::vector<const call_site*>& setters) {
  return carrier(of, registration).carry(setters);
}

}  // namespace parallel_testing::tools
