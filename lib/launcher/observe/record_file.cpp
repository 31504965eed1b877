// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/record_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/files.hpp"
#include "base/os.hpp"
#include "observed/line_text.hpp"

namespace parallel_testing::launcher {

namespace {
/// Names of files and arguments of programs are the user's own.
constexpr mode_t for_the_user = 0600;
}  // namespace

void record_file::begin() {
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_NOFOLLOW;
  file_.reset(os::open_at(AT_FDCWD, path_.c_str(), flags, for_the_user));
  std::string text;
  observed::append_line(text, head_);
  if (!file_ || !os::write_all(file_.get(), text)) {
    throw_error();
  }
}

template <class Full>
void record_file::append_items(std::string& text, const ledger& touched,
                               const Full& full) {
  constexpr std::size_t long_text = 60'000;
  for (const ledger::item* const each : touched.items()) {
    observed::append_line(text, each->what);
    for (const ledger::entry& entry : each->uses) {
      if (entry.is_void) {
        continue;
      }
      observed::touch line;
      line.resource = each->what.id;
      line.how = entry.how;
      line.count = entry.count;
      line.first_us = entry.first_us;
      line.before = entry.before;
      line.truncations = entry.truncations;
      line.trials = entry.trials;
      line.pid = entry.pid;
      line.program = touched.program(entry.program);
      observed::append_line(text, line);
    }
    if (text.size() > long_text) {
      full();
    }
  }
}

void record_file::write_snapshot(const ledger& touched) {
  file_.reset();
  std::string text;
  observed::append_line(text, head_);
  append_items(text, touched, [] {});
  replace(text);
}

void record_file::write(const ledger& touched, const observed::end& last) {
  std::string text;
  // Replacing a file costs more than all else that is done for a short test.
  if (!file_) {
    observed::append_line(text, head_);
    append_items(text, touched, [] {});
    observed::append_line(text, last);
    replace(text);
    return;
  }
  const auto write_text = [&] {
    if (!os::write_all(file_.get(), text)) {
      throw_error();
    }
    text.clear();
  };
  append_items(text, touched, write_text);
  observed::append_line(text, last);
  write_text();
  if (::close(file_.release()) != 0) {
    throw_error();
  }
}

void record_file::replace(const std::string& text) const {
  if (!replace_whole(AT_FDCWD, path_, text, for_the_user)) {
    throw_error();
  }
}

void record_file::throw_error() const {
  os::throw_error("cannot write the observation", path_, errno,
                  "free some space, or name a file in a directory that you may "
                  "write to");
}

}  // namespace parallel_testing::launcher
