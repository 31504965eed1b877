// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/lock_signature.hpp"

#include "base/format.hpp"

namespace parallel_testing {

namespace {
constexpr char group_sign = '+';
}  // namespace

std::string signature_of_group(const std::string& group,
                               const std::string& test) {
  return fmt::format("{}{} {}", group_sign, group, test);
}

std::string group_in(std::string_view signature) {
  return signature.empty() || signature[0] != group_sign ? ""
                                                         : signer_in(signature);
}

std::string without_group(const std::string& signature) {
  return group_in(signature).empty() ? signature : signature.substr(1);
}

std::string signer_in(std::string_view signature) {
  if (!signature.empty() && signature[0] == group_sign) {
    signature.remove_prefix(1);
  }
  return std::string(signature.substr(0, signature.find_first_of(" \n")));
}

std::string token_in(const std::string& group) {
  return group.substr(0, group.find_first_of("@-"));
}

}  // namespace parallel_testing
