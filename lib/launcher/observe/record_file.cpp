// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/record_file.hpp"

#include <fcntl.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/os.hpp"
#include "observed/line_text.hpp"

namespace parallel_testing::launcher {

void record_file::begin() const {
  std::string text;
  observed::append_line(text, head_);
  replace(text);
}

void record_file::write(const ledger& touched,
                        const observed::end& last) const {
  std::string text;
  observed::append_line(text, head_);
  for (const ledger::item* const each : touched.items()) {
    observed::append_line(text, each->what);
    for (const ledger::entry& entry : each->uses) {
      observed::touch line;
      line.resource = each->what.id;
      line.how = entry.how;
      line.count = entry.count;
      line.first_us = entry.first_us;
      line.before = entry.before;
      line.pid = entry.pid;
      line.program = touched.program(entry.program);
      observed::append_line(text, line);
    }
  }
  observed::append_line(text, last);
  replace(text);
}

void record_file::replace(const std::string& text) const {
  constexpr mode_t for_all_to_read = 0644;
  if (!replace_whole(AT_FDCWD, path_, text, for_all_to_read)) {
    os::throw_error("cannot write the observation", path_, errno,
                    "free some space, or name a file in a directory that you "
                    "may write to");
  }
}

}  // namespace parallel_testing::launcher
