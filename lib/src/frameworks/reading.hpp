// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/xml_scanner.hpp"
#include "frameworks/framework_rules.hpp"

// What the rules of several frameworks have in common. Pure.
namespace parallel_testing {

/// The first line that is not blank, without blanks around it.
std::string first_text_line(std::string_view text);

/// A number in an attribute; 0 if there is none.
std::size_t number_in(const xml_scanner::piece& piece, const char* name);

/// The text from where an XML document begins; "" if there is none.
std::string_view from_xml(std::string_view text);

/// The arguments that begin with `option`, without it; the last one counts. A
/// pattern may select several cases, unless a test was registered with it.
void read_selecting_option(std::string_view option,
                           const std::vector<std::string>& arguments,
                           const std::string& registered,
                           program_request& into);

/// Whether the argument begins with one of these texts.
template <class Texts>
bool begins_with_one_of(std::string_view argument, const Texts& texts) {
  for (const std::string_view each : texts) {
    if (argument.substr(0, each.size()) == each) {
      return true;
    }
  }
  return false;
}

}  // namespace parallel_testing
