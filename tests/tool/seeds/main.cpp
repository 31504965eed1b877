// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test of the seeded suite: performs the actions that are its arguments.
//
//   seed write a.txt then in_thread read b.txt
//
// $NAME at any place of a word is a variable of the environment.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

bool is_of_name(char letter) {
  return letter == '_' || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

std::string expanded(const std::string& word) {
  const std::size_t start = word.find('$');
  if (start == std::string::npos) return word;
  const auto end =
      std::find_if_not(word.begin() + static_cast<std::ptrdiff_t>(start) + 1,
                       word.end(), is_of_name);
  const std::string name(word.begin() + static_cast<std::ptrdiff_t>(start) + 1,
                         end);
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) throw std::runtime_error("no variable " + name);
  return word.substr(0, start) + value + expanded(std::string(end, word.end()));
}

action find_action(const std::string& name) {
  for (const actions* each :
       {&file_actions(), &directory_actions(), &lock_actions(),
        &socket_actions(), &name_actions(), &process_actions()}) {
    if (const auto found = each->find(name); found != each->end()) {
      return found->second;
    }
  }
  throw std::runtime_error("no action " + name);
}

}  // namespace

void perform(const words& given) {
  auto from = given.begin();
  while (from != given.end()) {
    // The rest of the line belongs to an action that performs others.
    const bool takes_rest = from->compare(0, 3, "in_") == 0;
    const auto to =
        takes_rest ? given.end() : std::find(from, given.end(), "then");
    words rest;
    std::transform(
        std::next(from), to, std::back_inserter(rest),
        takes_rest ? [](const std::string& word) { return word; } : expanded);
    find_action (*from)(rest);
    from = to == given.end() ? to : std::next(to);
  }
}

long checked(long result, const std::string& what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

}  // namespace parallel_testing::seeds

int main(int count, char** arguments) {
  try {
    parallel_testing::seeds::perform({arguments + 1, arguments + count});
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "%s\n", failed.what());
    return 1;
  }
  return 0;
}
