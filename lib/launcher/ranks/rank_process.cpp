// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/processors.hpp"
#include "base/text.hpp"
#include "events/event_log.hpp"
#include "ranks/rank_identity.hpp"
#include "ranks/rank_journal.hpp"
#include "verdicts/death.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int rank_failure = 1;
constexpr const char* places_variable = "OMP_PLACES";

/// How long a rank that failed waits for the others to end by themselves, which
/// they do unless they wait for it.
constexpr std::chrono::seconds longest_farewell{2};
constexpr long nap_ns = 5'000'000;

/// How long a program that is asked to end may take.
constexpr time_t longest_end_s = 5;

bool is_output_option(const std::string& word) {
  return starts_with(word, "--gtest_output=");
}

class watched_rank {
 public:
  watched_rank(const rank_options& given, const rank_identity& self,
               executor become)
      : given_(given),
        self_(self),
        become_(become),
        journal_(given.directory, self.rank) {}

  int run(std::vector<std::string> command) {
    if (!journal_.is_open()) {
      return rank_failure;
    }
    block_signals();
    export_rank();
    bind();
    command = command_of_rank(std::move(command), self_.rank);
    program_ = ::fork();
    if (program_ == 0) {
      become_program(command);
    }
    if (program_ < 0) {
      os::say(fmt::format("cannot start rank {}: {}", self_.rank,
                          std::generic_category().message(errno)));
      return rank_failure;
    }
    journal_.start(program_, self_.size);
    const int status = wait_for_program();
    rank_end end;
    end.how =
        WIFSIGNALED(status) ? rank_end::kind::signal : rank_end::kind::exit;
    end.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    end.at_ns = monotonic_ns();
    end.was_asked = was_asked_;
    journal_.finish(end);
    if (end.how == rank_end::kind::signal) {
      end_others();
      undo_signals();
      die_of(end.code);
    }
    // The launcher reads the status in the journal; with 0, mpiexec prints
    // nothing about it.
    if (end.code == 0 || others_end()) {
      return 0;
    }
    end_others();
    return end.code;
  }

 private:
  void block_signals() {
    ::sigemptyset(&handled_);
    for (const int each :
         {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2}) {
      ::sigaddset(&handled_, each);
    }
    ::sigprocmask(SIG_BLOCK, &handled_, &before_);
  }

  void undo_signals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

  void export_rank() const {
    ::setenv(ranks_variable, given_.directory.c_str(), 1);
    ::setenv(rank_variable, std::to_string(self_.rank).c_str(), 1);
    ::setenv(rank_count_variable, std::to_string(self_.size).c_str(), 1);
  }

  /// To its part of the cores of the test.
  void bind() const {
    if (given_.places.empty()) {
      return;
    }
    const std::vector<std::string> own =
        places_of_rank(given_.places, self_.rank, given_.threads);
    std::string numbers;
    std::string places;
    for (const std::string& each : own) {
      numbers += (numbers.empty() ? "" : ",") + each;
      places += fmt::format("{}{{{}}}", places.empty() ? "" : ",", each);
    }
    if (!set_affinity(parse_processors(numbers))) {
      os::say(fmt::format("cannot bind rank {} to the processors {}: {}",
                          self_.rank, numbers,
                          std::generic_category().message(errno)));
    }
    if (os::variable(places_variable) == given_.places) {
      ::setenv(places_variable, places.c_str(), 1);
    }
  }

  [[noreturn]] void become_program(std::vector<std::string>& command) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    undo_signals();
    if (self_.rank == 0) {
      use_pipe_of_launcher(STDOUT_FILENO);
      use_pipe_of_launcher(STDERR_FILENO);
    } else {
      const std::string path = rank_output(given_.directory, self_.rank);
      const int output = os::open_at(AT_FDCWD, path.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
      if (output >= 0) {
        ::dup2(output, STDOUT_FILENO);
        ::dup2(output, STDERR_FILENO);
      }
    }
    ::_exit(become_(os::exec_arguments(command).data()));
  }

  /// Of a file, a second description would have its own position.
  void use_pipe_of_launcher(int fd) const {
    if (given_.output == 0) {
      return;
    }
    const std::string path = fmt::format("/proc/{}/fd/{}", given_.output, fd);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISFIFO(status.st_mode)) {
      return;
    }
    const int pipe = os::open_at(AT_FDCWD, path.c_str(), O_WRONLY);
    if (pipe >= 0) {
      ::dup2(pipe, fd);
    }
  }

  int wait_for_program() {
    for (;;) {
      int status = 0;
      if (::waitpid(program_, &status, WNOHANG) == program_) {
        return status;
      }
      const timespec patience{longest_end_s, 0};
      const int number =
          ::sigtimedwait(&handled_, nullptr, was_asked_ ? &patience : nullptr);
      if (number > 0 && number != SIGCHLD) {
        was_asked_ = true;
        ::kill(program_, number);
      } else if (number < 0 && errno == EAGAIN) {
        ::kill(program_, SIGKILL);
      }
    }
  }

  /// Asks the processes that watch the other ranks to end them. Not every
  /// mpiexec does that, for example while a rank is still in MPI_Init().
  void end_others() const {
    for (int rank = 0; rank < self_.size; ++rank) {
      const rank_record other =
          read_rank_record(read_whole(rank_file(given_.directory, rank)));
      const pid_t watcher =
          other.pid != 0 && !other.end ? status_of(other.pid).parent : 0;
      if (rank != self_.rank && watcher > 1) {
        ::kill(watcher, SIGTERM);
      }
    }
  }

  /// Whether all other ranks have ended. Waits for them, but not for long.
  bool others_end() {
    const auto limit = std::chrono::steady_clock::now() + longest_farewell;
    while (!have_others_ended()) {
      const timespec nap{0, nap_ns};
      const int number = ::sigtimedwait(&handled_, nullptr, &nap);
      const bool is_asked = number > 0 && number != SIGCHLD;
      if (is_asked || std::chrono::steady_clock::now() > limit) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool have_others_ended() const {
    for (int rank = 0; rank < self_.size; ++rank) {
      if (rank != self_.rank &&
          !read_rank_record(read_whole(rank_file(given_.directory, rank)))
               .end) {
        return false;
      }
    }
    return true;
  }

  const rank_options& given_;
  rank_identity self_;
  executor become_;
  rank_journal journal_;
  sigset_t handled_{};
  sigset_t before_{};
  pid_t program_ = 0;
  bool was_asked_ = false;
};

}  // namespace

std::string rank_output(const std::string& directory, int rank) {
  return fmt::format("{}/output-{}", directory, rank);
}

std::vector<std::string> command_of_rank(std::vector<std::string> command,
                                         int rank) {
  const std::string_view sign = rank_sign;
  std::vector<std::string> result;
  bool is_file = false;
  for (std::string& word : command) {
    const std::size_t at = word.find(sign);
    if (at != word.npos) {
      word.replace(at, sign.size(), std::to_string(rank));
    } else if (rank != 0 && is_output_option(word)) {
      continue;
    } else if (rank != 0 && is_file) {
      word = "/dev/null";
    }
    is_file = word == "--out" || word == "-o";
    result.push_back(std::move(word));
  }
  return result;
}

std::vector<std::string> places_of_rank(const std::string& places, int rank,
                                        std::size_t threads) {
  std::vector<std::string> all;
  for (std::size_t at = 0; (at = places.find('{', at)) != places.npos;) {
    const std::size_t end = std::min(places.find('}', at), places.size());
    all.push_back(places.substr(at + 1, end - at - 1));
    at = end;
  }
  std::vector<std::string> own;
  for (std::size_t each = 0; each < std::min(threads, all.size()); ++each) {
    const std::size_t index = static_cast<std::size_t>(rank) * threads + each;
    own.push_back(all[index % all.size()]);
  }
  return own;
}

int run_rank(const rank_options& given, char* const* command, executor become) {
  const auto self =
      rank_of_mpi([](const char* name) { return std::getenv(name); });
  if (!self) {
    os::say(
        "the program that starts the ranks of the test sets none of the "
        "variables that name a rank, such as PMI_RANK; set MPIEXEC_EXECUTABLE "
        "to the mpiexec of the MPI that the test uses");
    return rank_failure;
  }
  std::vector<std::string> words;
  for (; *command != nullptr; ++command) {
    words.emplace_back(*command);
  }
  return watched_rank(given, *self, become).run(std::move(words));
}

}  // namespace parallel_testing::launcher
