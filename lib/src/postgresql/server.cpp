// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/server.hpp"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <parallel_testing/error.hpp>

#include "format.hpp"
#include "os.hpp"
#include "process_info.hpp"
#include "text.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* user_name = "postgres";
constexpr std::size_t most_of_log = 2000;

bool can_run(const std::string& programs) {
  return ::access((programs + "/initdb").c_str(), X_OK) == 0 &&
         ::access((programs + "/postgres").c_str(), X_OK) == 0;
}

std::vector<std::string> matching(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  return paths;
}

std::uint64_t version_in(const std::string& path) {
  const std::size_t digit = path.find_first_of("0123456789");
  if (digit == path.npos) return 0;
  const std::size_t end = path.find_first_not_of("0123456789", digit);
  return whole_number(path.substr(digit, end - digit), 1000).value_or(0);
}

std::string newest_of_distribution(const std::string& version) {
  const std::string which = version.empty() ? "[1-9]*" : version;
  std::string newest;
  for (const char* pattern :
       {"/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin"}) {
    for (const std::string& each :
         matching(fmt::format(fmt::runtime(pattern), which))) {
      if (can_run(each) && version_in(each) >= version_in(newest)) {
        newest = each;
      }
    }
  }
  return newest;
}

std::string on_path() {
  const char* const path = ::getenv("PATH");
  for (const std::string_view each : split(path == nullptr ? "" : path, ':')) {
    if (can_run(std::string(each))) return std::string(each);
  }
  return "";
}

/// Whom the server runs as: PostgreSQL refuses root.
const passwd* unprivileged_user() {
  if (::geteuid() != 0) return nullptr;
  for (const char* name : {"postgres", "nobody"}) {
    const passwd* const found = ::getpwnam(name);
    if (found != nullptr) return found;
  }
  throw error(
      "PostgreSQL does not run as root, and there is neither a user 'postgres' "
      "nor 'nobody' to run it as; make one");
}

/// In the child: nothing of the test's output may stay open, or CTest waits
/// for the server.
[[noreturn]] void become(const std::vector<std::string>& command,
                         const std::string& directory, const passwd* user) {
  std::vector<char*> arguments;
  for (const std::string& each : command) {
    arguments.push_back(const_cast<char*>(each.c_str()));
  }
  arguments.push_back(nullptr);
  ::setsid();
  const bool is_user = user == nullptr || (::setgroups(0, nullptr) == 0 &&
                                           ::setgid(user->pw_gid) == 0 &&
                                           ::setuid(user->pw_uid) == 0);
  const int null = ::open("/dev/null", O_RDONLY);
  const int log =
      ::open((directory + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (is_user && null >= 0 && log >= 0 && ::chdir(directory.c_str()) == 0) {
    ::dup2(null, 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execv(arguments[0], arguments.data());
  }
  ::_exit(127);
}

pid_t spawn(const std::vector<std::string>& command,
            const std::string& directory, const passwd* user) {
  const pid_t child = ::fork();
  if (child == 0) become(command, directory, user);
  if (child > 0) return child;
  os::throw_error("cannot start", command[0], errno, "end some processes");
}

[[noreturn]] void throw_log(const std::string& what,
                            const std::string& directory) {
  std::string log = os::read_file_at(AT_FDCWD, (directory + "/log").c_str());
  if (log.size() > most_of_log) log.erase(0, log.size() - most_of_log);
  throw error(
      fmt::format("{}; its log in '{}' ends with:\n{}", what, directory, log));
}

/// The postmaster of `directory`, 0 when there is none. Its working directory
/// proves that a process is it.
pid_t server_in(const std::string& directory) {
  const std::string data = directory + "/data";
  const std::string text =
      os::read_file_at(AT_FDCWD, (data + "/postmaster.pid").c_str());
  const auto pid = whole_number(text.substr(0, text.find('\n')), 4194304);
  if (!pid || *pid == 0) return 0;
  std::array<char, 4096> where{};
  const ssize_t size = ::readlink(fmt::format("/proc/{}/cwd", *pid).c_str(),
                                  where.data(), where.size());
  const bool is_here =
      size > 0 &&
      data == std::string_view(where.data(), static_cast<std::size_t>(size));
  return is_here ? static_cast<pid_t>(*pid) : 0;
}

void initialise(const std::string& directory, const std::string& programs,
                const passwd* user) {
  const pid_t child = spawn(
      {programs + "/initdb", "-D", directory + "/data", "-U", user_name, "-A",
       "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"},
      directory, user);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0) throw_log("initdb failed", directory);
}

std::vector<std::string> command_of_server(const std::string& directory,
                                           const std::string& programs,
                                           int connections) {
  std::vector<std::string> command = {programs + "/postgres", "-D",
                                      directory + "/data", "-k", directory};
  // Nothing has to outlive the run, and nobody outside may come in.
  for (const std::string& setting :
       {std::string("listen_addresses="), std::string("fsync=off"),
        std::string("synchronous_commit=off"),
        std::string("full_page_writes=off"), std::string("wal_level=minimal"),
        std::string("max_wal_senders=0"), std::string("autovacuum=off"),
        std::string("max_wal_size=4GB"),
        fmt::format("max_connections={}", connections)}) {
    command.insert(command.end(), {"-c", setting});
  }
  return command;
}

}  // namespace

std::string find_programs(const std::string& version) {
  const char* const given = ::getenv("PARALLEL_TESTING_POSTGRESQL_BINDIR");
  if (given != nullptr && can_run(given)) return given;
  std::string programs = newest_of_distribution(version);
  if (programs.empty() && version.empty()) programs = on_path();
  if (!programs.empty()) return programs;
  throw error(fmt::format(
      "no PostgreSQL server{}{} is installed; install it (Debian: apt-get "
      "install postgresql), set PARALLEL_TESTING_POSTGRESQL_BINDIR to the "
      "directory of initdb, or set DATABASE_URL to a server that runs",
      version.empty() ? "" : " ", version));
}

std::string start_server(const std::string& directory,
                         const std::string& programs, int connections) {
  const passwd* const user = unprivileged_user();
  if (user != nullptr &&
      ::chown(directory.c_str(), user->pw_uid, user->pw_gid) != 0) {
    os::throw_error("cannot give away", directory, errno,
                    "choose another file system");
  }
  initialise(directory, programs, user);
  const pid_t child = spawn(command_of_server(directory, programs, connections),
                            directory, user);
  std::string conninfo = fmt::format(
      "host={} port=5432 user={} dbname=postgres", directory, user_name);
  while (PQping(conninfo.c_str()) != PQPING_OK) {
    if (::waitpid(child, nullptr, WNOHANG) == child) {
      throw_log("the PostgreSQL server ended", directory);
    }
    ::poll(nullptr, 0, 5);
  }
  return conninfo;
}

void stop_server(const std::string& directory) {
  const pid_t server = server_in(directory);
  if (server == 0) return;
  const std::string token = process_token(server);
  // Immediately: what it would save is removed.
  ::kill(server, SIGQUIT);
  while (is_alive(token)) {
    // A zombie counts as alive; where this process started it, it is reaped.
    if (::waitpid(server, nullptr, WNOHANG) == server) break;
    if (server_in(directory) == 0) break;
    ::poll(nullptr, 0, 5);
  }
}

}  // namespace parallel_testing::postgresql
