// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <parallel_testing/error.hpp>
#include <parallel_testing/once.hpp>
#include <set>
#include <thread>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "process/process.hpp"
#include "state/file_lock.hpp"
#include "user/once_record.hpp"

namespace parallel_testing {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t largest_value = 8 * 1024 * 1024;

/// One work item, with the files of its result and its lock.
struct piece_of_work {
  std::string function;  ///< "once_per_run"
  std::string scope;     ///< "run" or the worker id
  std::string key;
  private_directory directory;
  std::string file;

  [[nodiscard]] std::string title() const {
    return fmt::format("{} '{}'", function, key);
  }
  [[nodiscard]] std::string path() const { return directory.path + "/" + file; }
  [[nodiscard]] std::string lock_file() const { return file + ".lock"; }
};

/// The results that this thread is producing. Waiting for one of them would
/// never end.
std::set<std::string>& made_by_this_thread() {
  thread_local std::set<std::string> files;
  return files;
}

class making {
 public:
  explicit making(std::string path) : path_(std::move(path)) {
    made_by_this_thread().insert(path_);
  }
  making(const making&) = delete;
  making& operator=(const making&) = delete;
  ~making() { made_by_this_thread().erase(path_); }

 private:
  std::string path_;
};

/// Unlocks explicitly, because a forked child may share the lock.
class held_lock {
 public:
  explicit held_lock(const unique_fd& file) : file_(&file) {}
  held_lock(const held_lock&) = delete;
  held_lock& operator=(const held_lock&) = delete;
  ~held_lock() {
    if (::getpid() == owner_) {
      os::lock_file(file_->get(), LOCK_UN);
    }
  }

 private:
  const unique_fd* file_;
  pid_t owner_ = ::getpid();
};

std::optional<once_record> published(const piece_of_work& work) {
  const std::string text = read_whole(work.directory.fd.get(), work.file);
  if (text.empty()) {
    return std::nullopt;
  }
  auto record = parse_once_record(text);
  if (record && record->key == work.key) {
    return record;
  }
  throw error(
      fmt::format("{}: '{}' is not a result of this function; remove it, and "
                  "find out what wrote to the directory of the run",
                  work.title(), work.path()));
}

void publish(const piece_of_work& work, const once_record& record) {
  if (replace_whole(work.directory.fd.get(), work.file, to_text(record))) {
    return;
  }
  os::throw_error(work.title() + ": cannot store the result in", work.path(),
                  errno,
                  "free some disk space or set PARALLEL_TESTING_TEMP_ROOT");
}

void log_finish(const piece_of_work& work, const once_record& record,
                std::int64_t start_ns) {
  process::current().events().write(events::once_finish{
      work.key, work.scope,
      record.failed ? events::once_end::failed : events::once_end::done,
      monotonic_ns() - start_ns});
}

void publish_failure(const piece_of_work& work, std::int64_t start_ns,
                     const std::string& what) {
  const once_record record{
      work.key, true,
      fmt::format("in {} (pid {}): {}", process::current().test().name(),
                  ::getpid(), what)};
  // The pending exception is more important than an error while sharing it.
  try {
    publish(work, record);
    log_finish(work, record, start_ns);
  } catch (const error& problem) {
    os::say(problem.what());
  }
}

std::string result_of(const piece_of_work& work, const once_record& record) {
  if (!record.failed) {
    return record.value;
  }
  throw error(fmt::format(
      "{} failed {}; it is not tried again in this run: start a new run",
      work.title(), record.value));
}

std::string run_and_publish(const piece_of_work& work,
                            const std::function<std::string()>& make) {
  const making guard(work.path());
  const pid_t maker = ::getpid();
  const std::int64_t start_ns = monotonic_ns();
  process::current().events().write(events::once_start{work.key, work.scope});
  once_record record{work.key, false, ""};
  try {
    record.value = make();
    if (record.value.size() > largest_value) {
      throw error(
          fmt::format("{}: the result has {} bytes, more than the limit of {}; "
                      "store it in a file and return its path",
                      work.title(), record.value.size(), largest_value));
    }
  } catch (const std::exception& problem) {
    if (::getpid() == maker) {
      publish_failure(work, start_ns, problem.what());
    }
    throw;
  } catch (...) {
    if (::getpid() == maker) {
      publish_failure(work, start_ns,
                      "an exception without a message, such as that of a "
                      "failed assertion; see the output of that test");
    }
    throw;
  }
  // A forked child may also return from make(). Only the process that called it
  // publishes the result.
  if (::getpid() == maker) {
    publish(work, record);
    log_finish(work, record, start_ns);
  }
  return record.value;
}

std::string holder_of(const piece_of_work& work) {
  const std::string text =
      lock_holder(open_lock_file(work.directory, work.lock_file()).get());
  return text.empty() ? "another process" : text;
}

[[noreturn]] void give_up(const piece_of_work& work, milliseconds limit) {
  throw error(fmt::format(
      "{}: no result within {} ms; {} is still producing it; find out what "
      "blocks it, or pass a longer limit",
      work.title(), limit.count(), holder_of(work)));
}

/// Returns true when this process got the lock, false when a result appeared
/// first.
bool wait_for_turn(const piece_of_work& work, int fd, milliseconds limit) {
  constexpr milliseconds longest_pause{16};
  const auto start = steady_clock::now();
  milliseconds pause{1};
  bool has_reported = false;
  while (!try_lock(fd, lock_mode::exclusive, work.path())) {
    if (published(work)) {
      return false;
    }
    if (!std::exchange(has_reported, true)) {
      os::say(fmt::format("waiting for {}, which {} is producing", work.title(),
                          holder_of(work)));
    }
    if (steady_clock::now() - start >= limit) {
      give_up(work, limit);
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, longest_pause);
  }
  return true;
}

std::string once(const piece_of_work& work,
                 const std::function<std::string()>& make, milliseconds limit) {
  if (made_by_this_thread().count(work.path()) != 0) {
    throw error(fmt::format(
        "{}: the function that produces this result asks for the same result, "
        "so waiting would never end; use another key inside it",
        work.title()));
  }
  if (const auto record = published(work)) {
    return result_of(work, *record);
  }
  const unique_fd file = open_lock_file(work.directory, work.lock_file());
  if (wait_for_turn(work, file.get(), limit)) {
    const held_lock guard(file);
    if (const auto record = published(work)) {
      return result_of(work, *record);
    }
    sign_lock(file.get(), process_token(::getpid()) + " " +
                              process::current().test().name());
    return run_and_publish(work, make);
  }
  return result_of(work, published(work).value());
}

}  // namespace

std::string once_per_run(std::string_view key,
                         const std::function<std::string()>& make,
                         milliseconds limit) {
  return once({"once_per_run", "run", std::string(key), open_run_files("once"),
               once_file_name(key)},
              make, limit);
}

std::string once_per_worker(std::string_view key,
                            const std::function<std::string()>& make,
                            milliseconds limit) {
  const std::string& id = process::current().who().id();
  return once({"once_per_worker", id, std::string(key),
               open_run_files("once-" + id), once_file_name(key)},
              make, limit);
}

}  // namespace parallel_testing
