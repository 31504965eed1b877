// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "frameworks/reading.hpp"

#include "base/text.hpp"
#include "discovery/unit_file.hpp"

namespace parallel_testing {

std::string first_text_line(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) {
    return "";
  }
  std::string line(text.substr(start, text.find('\n', start) - start));
  line.erase(line.find_last_not_of(" \t\r") + 1);
  return line;
}

std::size_t number_in(const xml_scanner::piece& piece, const char* name) {
  return whole_number(piece.attribute(name), 1U << 30U).value_or(0);
}

std::string_view from_xml(std::string_view text) {
  const std::size_t start = text.find("<?xml");
  return start == std::string_view::npos ? std::string_view()
                                         : text.substr(start);
}

void read_selecting_option(std::string_view option,
                           const std::vector<std::string>& arguments,
                           const std::string& registered,
                           program_request& into) {
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    if (!starts_with(arguments[at], option)) {
      continue;
    }
    const std::string value = arguments[at].substr(option.size());
    const bool is_unit = is_unit_reference(value);
    (is_unit ? into.unit : into.selector) = value;
    (is_unit ? into.selector : into.unit) = "";
    into.is_guess = !is_unit && value != registered;
    into.selecting_argument = at;
  }
}

}  // namespace parallel_testing
