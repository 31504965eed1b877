// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/slurm/allocation.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <sstream>
#include <utility>

#include "base/programs.hpp"
#include "cli/command.hpp"
#include "cluster/pulse.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr int salloc_end_ms = 5000;

[[noreturn]] void fail_without(const std::string& program) {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("--on slurm requires '{}', which is not on PATH; run this on "
                  "a machine from which jobs are submitted",
                  program));
}

/// Runs a command of Slurm and returns its output.
std::string ask_slurm(const std::vector<std::string>& arguments) {
  const tools::program_output answer =
      tools::output_of(arguments, tools::diagnostics::read);
  if (answer.exit_code == tools::cannot_start) {
    fail_without(arguments.front());
  }
  if (answer.exit_code != 0) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' failed: {}", fmt::join(arguments, " "),
                    answer.out.substr(0, answer.out.find('\n'))));
  }
  return answer.out;
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream input(text);
  for (std::string line; std::getline(input, line);) {
    if (!line.empty()) {
      lines.push_back(line);
    }
  }
  return lines;
}

/// The value of `name=value` in a line of scontrol.
std::string field_of(const std::string& line, const std::string& name) {
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    if (word.starts_with(name + "=")) {
      return word.substr(name.size() + 1);
    }
  }
  return "";
}

/// The parts between commas outside of brackets.
std::vector<std::string_view> parts_of(std::string_view list) {
  std::vector<std::string_view> parts;
  bool is_inside = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= list.size(); ++at) {
    if (at == list.size() || (list[at] == ',' && !is_inside)) {
      parts.push_back(list.substr(begin, at - begin));
      begin = at + 1;
    } else if (list[at] == '[' || list[at] == ']') {
      is_inside = list[at] == '[';
    }
  }
  return parts;
}

std::optional<int> node_number(std::string_view text) {
  constexpr std::size_t most_digits = 9;
  int number = 0;
  const char* const end = text.data() + text.size();
  const bool is_number =
      text.size() <= most_digits &&
      text.find_first_not_of("0123456789") == text.npos &&
      std::from_chars(text.data(), end, number).ec == std::errc();
  return is_number ? std::optional(number) : std::nullopt;
}

/// Adds the nodes of `4` or `1-4`. Returns false if it is neither.
bool add_range(std::string_view prefix, std::string_view range,
               std::vector<std::string>& into) {
  constexpr int most_nodes = 1 << 16;
  const std::size_t dash = range.find('-');
  const auto first = node_number(range.substr(0, dash));
  const auto last =
      dash == range.npos ? first : node_number(range.substr(dash + 1));
  if (!first || !last || *last < *first || *last - *first > most_nodes) {
    return false;
  }
  const std::size_t digits = std::min(dash, range.size());
  for (int number = *first; number <= *last; ++number) {
    into.push_back(fmt::format("{}{:0{}}", prefix, number, digits));
  }
  return true;
}

}  // namespace

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  bool is_begun = false;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      is_begun = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (is_begun) {
        words.push_back(std::exchange(word, {}));
      }
      is_begun = false;
    } else {
      word += c;
      is_begun = true;
    }
  }
  if (quote != 0) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--slurm: '{}' has a quote without its end", text));
  }
  if (is_begun) {
    words.push_back(word);
  }
  return words;
}

std::vector<std::string> request_arguments(const node_request& wanted) {
  std::vector<std::string> arguments{"--job-name=parallel-testing",
                                     "--no-kill"};
  if (wanted.nodes > 0) {
    arguments.push_back(fmt::format("--nodes={}", wanted.nodes));
  }
  if (wanted.processors > 0) {
    arguments.push_back(fmt::format("--cpus-per-task={}", wanted.processors));
  } else {
    arguments.emplace_back("--exclusive");
  }
  if (!wanted.licences.empty()) {
    arguments.push_back(
        fmt::format("--licenses={}", fmt::join(wanted.licences, ",")));
  }
  const std::vector<std::string> more = words_of(wanted.options);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

int processors_in(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<std::vector<std::string>> names_in_node_list(
    std::string_view list) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
  std::vector<std::string> names;
  for (const std::string_view part : parts_of(list)) {
    const std::size_t bracket = part.find('[');
    const std::string_view prefix = part.substr(0, bracket);
    if (prefix.empty() || prefix.find_first_not_of(letters) != prefix.npos) {
      return {};
    }
    if (bracket == part.npos) {
      names.emplace_back(part);
      continue;
    }
    if (!part.ends_with(']')) {
      return {};
    }
    for (const std::string_view range :
         parts_of(part.substr(bracket + 1, part.size() - bracket - 2))) {
      if (!add_range(prefix, range, names)) {
        return {};
      }
    }
  }
  return names;
}

std::vector<std::string> site_licences() {
  std::vector<std::string> names;
  for (const std::string& line :
       lines_in(ask_slurm({"scontrol", "show", "licenses", "-o"}))) {
    const std::string name = field_of(line, "LicenseName");
    if (!name.empty()) {
      names.push_back(name);
    }
  }
  return names;
}

allocation::allocation(const node_request& wanted, const std::string& pulse)
    : most_nodes_(wanted.nodes), environment_(tools::current_environment()) {
  job_ = tools::value_of(environment_, "SLURM_JOB_ID");
  if (!job_.empty()) {
    return;
  }
  if (tools::find_program({"salloc"}, tools::path_directories(), "").empty()) {
    fail_without("salloc");
  }
  request_ = {"salloc"};
  const std::vector<std::string> options = request_arguments(wanted);
  request_.insert(request_.end(), options.begin(), options.end());
  tools::program_start program;
  program.arguments = request_;
  program.arguments.insert(program.arguments.end(),
                           {tools::own_program(), "agent", "--hold",
                            std::to_string(::getpid()), pulse});
  salloc_ = std::make_unique<tools::child>(
      program, tools::child::errors::passed_on, tools::child::terminal::none);
}

void allocation::wait(const std::function<bool()>& waits) {
  if (salloc_ == nullptr) {
    take_nodes();
    const auto most = static_cast<std::size_t>(std::max(most_nodes_, 0));
    if (most > nodes_.size()) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("--nodes {}: the allocation {} has only {}", most, job_,
                      nodes_.size()));
    }
    if (most > 0) {
      nodes_.resize(most);
    }
    return;
  }
  while (!text_.ends_with("\n\n")) {
    if (!waits()) {
      return;
    }
    pollfd file{salloc_->output(), POLLIN, 0};
    constexpr int look_again_ms = 200;
    ::poll(&file, 1, look_again_ms);
    if (!read_holder()) {
      throw cli::failure(cli::exit_environment,
                         fmt::format("Slurm granted no allocation to '{}'; see "
                                     "its message above",
                                     fmt::join(request_, " ")));
    }
  }
  for (const std::string& line : lines_in(text_)) {
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) {
      environment_[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  job_ = tools::value_of(environment_, "SLURM_JOB_ID");
  take_nodes();
}

void allocation::take_nodes() {
  const std::string list = tools::value_of(environment_, "SLURM_JOB_NODELIST");
  const auto names = names_in_node_list(list);
  nodes_ = names ? *names
                 : lines_in(ask_slurm({"scontrol", "show", "hostnames", list}));
  processors_ =
      processors_in(tools::value_of(environment_, "SLURM_JOB_CPUS_PER_NODE"));
}

/// Returns false if salloc has ended.
bool allocation::read_holder() {
  const bool more = salloc_->read(text_);
  if (text_.find('\n') != std::string::npos) {
    holder_ = processors_in(text_);
  }
  return more;
}

/// Without its command, salloc gives the nodes back and ends.
void allocation::end_holder() {
  (void)read_holder();
  if (holder_ > 0) {
    ::kill(holder_, SIGUSR1);
  }
}

void allocation::give_back() {
  if (salloc_ == nullptr || std::exchange(is_given_back_, true)) {
    return;
  }
  end_holder();
  if (holder_ <= 0) {
    ::kill(salloc_->pid(), SIGTERM);
  }
}

allocation::~allocation() {
  if (salloc_ == nullptr) {
    return;
  }
  give_back();
  constexpr int step_ms = 1;
  for (int waited_ms = 0; waited_ms < salloc_end_ms; waited_ms += step_ms) {
    int status = 0;
    if (::waitpid(salloc_->pid(), &status, WNOHANG) != 0) {
      salloc_->set_ended(status);
      return;
    }
    if (holder_ <= 0) {
      end_holder();  // the nodes were granted at the same moment
    }
    ::poll(nullptr, 0, step_ms);
  }
  salloc_.reset();
  cancel_job(job_);
}

bool allocation::has_licence(const std::string& name) const {
  const std::string held =
      field_of(ask_slurm({"scontrol", "show", "job", job_, "-o"}), "Licenses");
  std::istringstream list(held);
  for (std::string each; std::getline(list, each, ',');) {
    if (each.substr(0, each.find(':')) == name) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> step_on(const std::string& job,
                                 const std::string& node,
                                 const std::vector<std::string>& program) {
  std::vector<std::string> arguments{"srun",
                                     "--jobid=" + job,
                                     "--nodelist=" + node,
                                     "--nodes=1",
                                     "--ntasks=1",
                                     "--overlap",
                                     "--cpu-bind=none",
                                     "--input=none",
                                     "--export=ALL",
                                     "--kill-on-bad-exit=0",
                                     "--job-name=agent"};
  arguments.insert(arguments.end(), program.begin(), program.end());
  return arguments;
}

void cancel_job(const std::string& job) {
  if (!job.empty()) {
    constexpr std::chrono::seconds longest(10);
    (void)tools::output_of({"scancel", job}, tools::diagnostics::dropped,
                           longest);
  }
}

std::string allocation_text(const tools::variables& environment, int process) {
  std::string text = fmt::format("{}\n", process);
  for (const auto& [name, value] : environment) {
    if (name.starts_with("SLURM_") && value.find('\n') == std::string::npos) {
      text += fmt::format("{}={}\n", name, value);
    }
  }
  return text + "\n";
}

void hold_for(int process, const guarded_job& given) {
  sigset_t ends;
  sigemptyset(&ends);
  for (const int each : {SIGUSR1, SIGTERM, SIGHUP, SIGINT}) {
    sigaddset(&ends, each);
  }
  ::sigprocmask(SIG_BLOCK, &ends, nullptr);
  const int signals = ::signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
  const int process_file =
      static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  std::array<pollfd, 2> files{
      {{process_file, POLLIN, 0}, {signals, POLLIN, 0}}};
  cluster::pulse_writer pulse(given.pulse);
  constexpr int beat_ms = 1000;
  while (process_file >= 0 &&
         ::poll(files.data(), files.size(), beat_ms) == 0) {
    pulse.beat();
  }
  signalfd_siginfo seen{};
  const bool is_told = ::read(signals, &seen, sizeof seen) == sizeof seen;
  if (is_told && seen.ssi_signo == SIGUSR1) {
    return;
  }
  // salloc gets SIGTERM as the process ends, and passes it on.
  constexpr int same_moment_ms = 100;
  if (process_file >= 0 && is_told &&
      ::poll(files.data(), 1, same_moment_ms) == 0) {
    return;
  }
  pulse.end();
  // salloc might ask a controller that is gone for ever.
  if (given.salloc > 1 && ::getppid() == given.salloc) {
    ::kill(given.salloc, SIGKILL);
  }
  cancel_job(given.job);
}

}  // namespace parallel_testing::run_command
