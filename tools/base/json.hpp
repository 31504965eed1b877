// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nlohmann::json, whose parser and writer are compiled once, in json.cpp.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace nlohmann {

extern template json json::parse(const std::string&, json::parser_callback_t,
                                 bool, bool);
extern template json json::parse(std::string&, json::parser_callback_t, bool,
                                 bool);
extern template json json::parse(std::string&&, json::parser_callback_t, bool,
                                 bool);
extern template std::string json::dump(int, char, bool,
                                       json::error_handler_t) const;
extern template ordered_json ordered_json::parse(
    const std::string&, ordered_json::parser_callback_t, bool, bool);
extern template ordered_json ordered_json::parse(
    std::string&&, ordered_json::parser_callback_t, bool, bool);
extern template std::string ordered_json::dump(
    int, char, bool, ordered_json::error_handler_t) const;

}  // namespace nlohmann

namespace parallel_testing::tools {

/// Formats a JSON document as commands print it. Replaces bytes that are not
/// UTF-8.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& root,
                                    int indent = 2);

}  // namespace parallel_testing::tools
