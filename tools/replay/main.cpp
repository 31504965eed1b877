// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <iostream>

#include "replay/command.hpp"

int main(int argc, char** argv) {
  return parallel_testing::replay_command::run(argc, argv, std::cout,
                                               std::cerr);
}
