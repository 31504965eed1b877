// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
namespace shop {

int nobody_calls_this() {
  return 1;
}

}  // namespace shop
