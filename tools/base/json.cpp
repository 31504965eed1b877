// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/json.hpp"

namespace nlohmann {

template json json::parse(const std::string&, json::parser_callback_t, bool,
                          bool);
template json json::parse(std::string&, json::parser_callback_t, bool, bool);
template json json::parse(std::string&&, json::parser_callback_t, bool, bool);
template std::string json::dump(int, char, bool, json::error_handler_t) const;
template ordered_json ordered_json::parse(const std::string&,
                                          ordered_json::parser_callback_t, bool,
                                          bool);
template ordered_json ordered_json::parse(std::string&&,
                                          ordered_json::parser_callback_t, bool,
                                          bool);
template std::string ordered_json::dump(int, char, bool,
                                        ordered_json::error_handler_t) const;

}  // namespace nlohmann

namespace parallel_testing::tools {

std::string json_text(const nlohmann::ordered_json& root, int indent) {
  return root.dump(indent, ' ', false,
                   nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace parallel_testing::tools
