// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

class numbered {
 public:
  explicit numbered(int number) : number_(number) {}

  int number() const noexcept { return number_; }

 private:
  int number_;
};
