// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
const char* greeting();
const char* greeting() {
  return "hello";
}
