// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <string>

namespace deviating::parts {
namespace {

int length_of(const std::string& text) {
  return static_cast<int>(text.size());
}

}  // namespace

int twice_the_length_of(const std::string& text) {
  return 2 * length_of(text);
}

}  // namespace deviating::parts
