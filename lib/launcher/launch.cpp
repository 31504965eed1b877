// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "launch.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <parallel_testing/error.hpp>
#include <parallel_testing/port.hpp>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/process_tree.hpp"
#include "base/text.hpp"
#include "cores/pinning.hpp"
#include "excuse.hpp"
#include "framework_report.hpp"
#include "isolation/case_isolation.hpp"
#include "isolation/namespaces.hpp"
#include "locks/orphans.hpp"
#include "markers/lock_plan.hpp"
#include "outcome.hpp"
#include "probe.hpp"
#include "process/devices.hpp"
#include "process/fixture_environment.hpp"
#include "process/process.hpp"
#include "process/visible_files.hpp"
#include "ranks/rank_set.hpp"
#include "reported_cases.hpp"
#include "signals.hpp"
#include "stacks/helper_program.hpp"
#include "stacks/preloading.hpp"
#include "stacks/write_stacks.hpp"
#include "start.hpp"
#include "supervision.hpp"
#include "verdicts/death.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int failure_status = 1;
constexpr const char* preload_variable = "LD_PRELOAD";
constexpr const char* quarantine_variable = "PARALLEL_TESTING_QUARANTINE";

void set_variable(const std::string& name, const std::string& value) {
  ::setenv(name.c_str(), value.c_str(), 1);
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

/// Whether the test does not need the lock, because the resource is in one of
/// its private namespaces.
bool is_confined(const lock_request& request,
                 const std::vector<private_view>& kinds) {
  for (const private_view kind : kinds) {
    const std::string own = std::string("isolate:") + detail::text_of(kind);
    const bool is_port =
        kind == private_view::network && starts_with(request.key, "port:");
    if (request.key == own || is_port) {
      return true;
    }
  }
  return false;
}

/// Runs one launched test, from taking its locks to its end.
class launched_test {
 public:
  launched_test(const options& given, char* const* command)
      : given_(given),
        command_(command),
        limits_(limits_of(given.markers,
                          os::variable("PARALLEL_TESTING_TIMEOUT"),
                          os::variable("PARALLEL_TESTING_LEAK"))),
        parent_(::getppid()) {}

  [[noreturn]] void run() {
    die_with_parent();
    choose_isolation();
    process::options options;
    options.has_adapter = true;
    // The cases that it reports share the process, as those of a unit do.
    (given_.reported == case_format::none ? options.test : options.unit) =
        given_.name;
    options.launches = command_[0];
    options.mark = mark_;
    here_ = &process::start(options);
    if (here_->is_first_of_run()) {
      end_orphans();
    }
    end_without_device();
    take_cores();
    take_locks();
    choose_mounts();
    request_report();
    request_cases();
    start_ranks();
    choose_stacks_program();
    export_environment();
    const caught_signals signals;
    start_ns_ = monotonic_ns();
    start_plan plan{isolated_, limits_, signals, token_, command_};
    plan.is_registered = given_.registered.has_value();
    plan.output_file = output_file_;
    supervision watching(limits_, signals, parent_);
    report_crashes();
    started_test test = start(plan);
    record_cores(test.pid);
    restore_libraries();
    ending end = watching.watch(std::move(test));
    const judged_test judged = settle(end);
    signals.undo();
    if (quarantine_) {
      excuse(end, judged, given_.registered, *quarantine_, today_);
    }
    end_like(end, judged, given_.name, given_.registered, is_proven_, limits_);
  }

 private:
  void die_with_parent() const {
    ::prctl(PR_SET_PDEATHSIG, parent_is_gone());
    if (::getppid() != parent_) {
      ::_exit(failure_status);
    }
    // Descendants of this process that lose their parent become its children.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  }

  /// The scripts inside ctest have already probed which namespaces are
  /// available, and chosen locks accordingly. A test that is started by hand
  /// probes itself.
  void choose_isolation() {
    const std::vector<private_view> requested =
        private_views_of(given_.markers);
    if (requested.empty()) {
      return;
    }
    const char* found = ::getenv("PARALLEL_TESTING_ISOLATION_FOUND");
    if (found == nullptr) {
      found = ::getenv("PARALLEL_TESTING_ISOLATION");
    }
    const std::vector<private_view> available =
        found != nullptr ? read_private_views(found)
                         : available_views(requested);
    for (const private_view kind : requested) {
      if (contains(available, kind)) {
        isolated_.kinds.push_back(kind);
      }
    }
  }

  /// An adapter ends its test itself.
  void end_without_device() {
    const auto missing =
        read_missing_device(os::variable("PARALLEL_TESTING_NO_DEVICE"));
    if (!missing || given_.has_adapter) {
      return;
    }
    const verdict how = missing->is_failure ? verdict::fail : verdict::skip;
    event_log& log = here_->events();
    log.write_soon(events::case_start{given_.name, "", 0,
                                      canonical_texts(given_.markers)});
    log.write_soon(events::case_finish{given_.name, how, 0, missing->reason});
    here_->leave_group();
    here_->finish(missing->is_failure ? failure_status : 0);
    const bool is_skip = given_.registered && !missing->is_failure &&
                         !given_.registered->skip_is_failure;
    os::say(is_skip ? skip_line(*given_.registered, missing->reason)
                    : missing->reason);
    const bool may_be_hidden =
        given_.registered &&
        (given_.registered->is_reinterpreted || given_.registered->will_fail);
    if (may_be_hidden && !is_skip) {
      die_as_failure();
    }
    ::_exit(missing->is_failure ? failure_status : 0);
  }

  /// Before other locks than that of the run: a test that has cores may take
  /// any other lock later, so no test may wait for cores while it has one.
  void take_cores() {
    const std::size_t threads = threads_of(given_.markers);
    if (threads == 0) {
      return;
    }
    const std::size_t ranks =
        std::max<std::size_t>(ranks_of(given_.markers), 1);
    if (is_pinned(given_.markers, os::variable("PARALLEL_TESTING_PINNING"))) {
      for (const lock_request& each : locks_of(given_.markers)) {
        if (each.key == run_key) {
          here_->locks().acquire({each}, lock_scope::program, given_.name);
        }
      }
      cores_.take(here_->state(), here_->group(), ranks * threads);
    }
    export_threads(threads);
  }

  /// Records the processors that the kernel lets the test use.
  void record_cores(pid_t test) {
    if (cores_.cores().empty()) {
      return;
    }
    events::pinned event;
    for (const unsigned each : affinity_of(test)) {
      event.processors.push_back(each);
    }
    for (const core& each : cores_.cores()) {
      event.cores.push_back(each.number);
    }
    here_->events().write(event);
  }

  void take_locks() {
    lock_requests needed;
    lock_requests confined;
    for (const lock_request& request : locks_of(given_.markers)) {
      const bool is_own = is_confined(request, isolated_.kinds);
      (is_own ? confined : needed).push_back(request);
    }
    here_->locks().acquire(needed, lock_scope::program, given_.name);
    if (!confined.empty()) {
      here_->locks().confine(confined);
    }
  }

  void choose_mounts() {
    if (isolated_.kinds.empty()) {
      return;
    }
    keep_directories();
    protect_visible_files();
    if (isolated_.has_private_directories()) {
      replace_directories();
    }
  }

  /// That of the run, or the one beside this program.
  void choose_stacks_program() {
    limits_.test = given_.name;
    const std::string given = os::variable(stacks::program_variable);
    if (given != "off") {
      limits_.stacks_program = given.empty() ? directory_of(own_executable()) +
                                                   "/parallel-testing-stacks"
                                             : given;
    }
  }

  /// A program without an adapter reports its crashes by a library that the
  /// loader puts in front of the others. A watched test would be seen to use
  /// it.
  void report_crashes() {
    const std::string folder = directory_of(own_executable());
    const std::string library = folder + "/" + stacks::crash_library;
    const std::string before = os::variable(preload_variable);
    const bool is_wanted =
        !given_.has_adapter && given_.observed.empty() &&
        limits_.stacks_program &&
        library.find_first_of(": ") == std::string::npos &&
        limits_.stacks_program->find(':') == std::string::npos &&
        !stacks::names_sanitizer(before.c_str()) &&
        ::access(library.c_str(), R_OK) == 0 &&
        stacks::accepts_crash_library(path_of_command().c_str());
    if (!is_wanted) {
      return;
    }
    libraries_before_ = before;
    set_variable(preload_variable,
                 before.empty() ? library : before + ":" + library);
    set_variable(stacks::crash_variable,
                 *limits_.stacks_program + ":" + given_.name);
  }

  /// What this process starts does not need the library.
  void restore_libraries() {
    if (!libraries_before_) {
      return;
    }
    ::unsetenv(stacks::crash_variable);
    if (libraries_before_->empty()) {
      ::unsetenv(preload_variable);
    } else {
      set_variable(preload_variable, *libraries_before_);
    }
  }

  [[nodiscard]] std::string path_of_command() const {
    const std::string& name = program_;
    return name.find('/') != std::string::npos ? name
                                               : stacks::path_of_program(name);
  }

  void replace_directories() {
    private_mounts& mounts = isolated_.mounts;
    // The others are not below what is replaced.
    mounts.kept = kept_below({"/tmp", "/dev/shm"}, mounts.kept);
    places_.kept = mounts.kept;
    if (isolated_.has(private_view::tmp)) {
      mounts.tmp = "/tmp";
    }
    const bool has_shm = ::access("/dev/shm", W_OK) == 0;
    if (isolated_.has(private_view::ipc) && has_shm) {
      mounts.shm = "/shm";
    }
    places_.base = here_->temporaries().make_tree(given_.name + "-private",
                                                  directories_for(mounts));
    for (std::string* const each : {&mounts.tmp, &mounts.shm}) {
      if (!each->empty()) {
        each->insert(0, places_.base);
      }
    }
  }

  /// The adapter in the test shows them in its private working directory.
  void protect_visible_files() {
    const std::string& list = here_->config().private_directory;
    if (list.empty()) {
      return;
    }
    std::vector<std::string> originals;
    for (const visible_file& file : read_visible_files(list)) {
      if (!file.is_empty_directory) {
        originals.push_back(file.path);
      }
    }
    isolated_.mounts.read_only = protectable(originals, isolated_.mounts.kept);
  }

  void keep_directories() {
    private_mounts& mounts = isolated_.mounts;
    mounts.kept = given_.kept;
    const std::string more = os::variable("PARALLEL_TESTING_KEEP");
    for (const std::string_view path : split(more, ':')) {
      mounts.kept.emplace_back(path);
    }
    for (const std::string& path :
         {std::string("."), directory_of(command_[0]),
          // The library that reports crashes, and what reads stacks.
          directory_of(own_executable()), here_->own_directory(),
          directory_of(here_->own_directory()), here_->state().path,
          here_->of_run().directory()}) {
      if (!path.empty()) {
        mounts.kept.push_back(path);
      }
    }
  }

  void export_environment() {
    ::unsetenv("PARALLEL_TESTING_TIMEOUT");
    ::unsetenv("PARALLEL_TESTING_LEAK");
    ::unsetenv(quarantine_variable);
    ::unsetenv(mark_variable);
    if (limits_.leak != leak_policy::allow) {
      set_variable(mark_variable, mark_);
    }
    export_isolation();
    const bool is_alone = isolated_.has(private_view::network);
    for (unsigned number = 1; number <= limits_.ports; ++number) {
      unsigned port = here_->config().port_range.first + number - 1;
      if (!is_alone) {
        ports_.push_back(reserve_port());
        port = ports_.back().number();
      }
      set_variable(fmt::format("PARALLEL_TESTING_PORT_{}", number),
                   std::to_string(port));
    }
    request_premature_exit_file();
    // The server's port is only reachable in the network of the machine.
    export_fixture(*here_, given_.markers,
                   is_alone ? server_route::socket : server_route::tcp);
    // An adapter creates the directory of its case when it is used. Another
    // program can only write to it.
    if (!given_.has_adapter) {
      here_->artifacts().prepare();
    }
  }

  /// For the test, and for an adapter that isolates each of its cases.
  void export_isolation() {
    ::unsetenv("PARALLEL_TESTING_ISOLATED");
    ::unsetenv(places_variable);
    if (isolated_.kinds.empty()) {
      return;
    }
    set_variable("PARALLEL_TESTING_ISOLATED", joined_kinds(isolated_));
    if (!isolated_.has_private_directories()) {
      return;
    }
    set_variable(places_variable, places_text(places_));
  }

  /// GoogleTest creates this file before its tests and removes it after them.
  /// An adapter or a report proves more. A file that the project names is its
  /// own.
  void request_premature_exit_file() {
    constexpr const char* variable = "TEST_PREMATURE_EXIT_FILE";
    constexpr std::string_view ending = "/.premature_exit";
    const std::string given = os::variable(variable);
    const bool is_ours = given.size() > ending.size() &&
                         given.substr(given.size() - ending.size()) == ending;
    const bool is_known = given_.has_adapter || given_.reports.has_value() ||
                          given_.reported != case_format::none;
    if (is_known || here_->own_directory().empty() ||
        (!given.empty() && !is_ours)) {
      return;
    }
    premature_exit_file_ = here_->own_directory();
    premature_exit_file_ += ending;
    set_variable(variable, premature_exit_file_);
  }

  /// The verdict on a command that ended with `status`.
  std::optional<judged_test> judge_by_premature_exit_file(int status) {
    if (premature_exit_file_.empty() || status != 0 ||
        ::access(premature_exit_file_.c_str(), F_OK) != 0) {
      return std::nullopt;
    }
    return judged_test{
        verdict::crash,
        "a GoogleTest program of the test ended in the middle of its tests; if "
        "that is part of the test, start the program without the variable "
        "TEST_PREMATURE_EXIT_FILE",
        failure_site::program};
  }

  /// Makes the framework of a program without an adapter write a report,
  /// because neither exit code nor output proves how the test ended.
  void request_report() {
    limits_.reports = given_.reports;
    if (!given_.reports) {
      return;
    }
    const std::string directory =
        here_->temporaries().make(given_.name + "-report");
    here_->temporaries().release(directory, true);
    std::vector<std::string> arguments;
    for (char* const* argument = command_; *argument != nullptr; ++argument) {
      arguments.emplace_back(*argument);
    }
    const bool has_ranks =
        ranks_of(given_.markers) > 0 || given_.starts_ranks > 0;
    const std::string name = has_ranks ? rank_sign : "report";
    reporting_ = rules_of(given_.reports->kind)
                     .with_report(given_.reports->version, std::move(arguments),
                                  fmt::format("{}/{}.xml", directory, name));
    for (std::string& argument : reporting_.arguments) {
      pointers_.push_back(argument.data());
    }
    pointers_.push_back(nullptr);
    command_ = pointers_.data();
    // Remove a report of an earlier run, which would prove nothing.
    if (!reporting_.report.empty()) {
      ::unlink(reporting_.report.c_str());
    }
  }

  /// The ranks get the command, which the program that starts them precedes.
  void start_ranks() {
    const std::size_t count = ranks_of(given_.markers);
    rank_set::clean_environment();
    if (count == 0 && given_.starts_ranks == 0) {
      return;
    }
    if (count > 0 && given_.mpi.program.empty()) {
      throw error(
          "the test has the marker mpi, but no program that starts ranks is "
          "named; write --mpi=<kind>:<path>");
    }
    const std::string directory =
        here_->temporaries().make(given_.name + "-ranks");
    here_->temporaries().release(directory, true);
    ranks_.emplace(count, directory);
    limits_.ranks = &*ranks_;
    std::vector<std::string> program;
    for (char* const* argument = command_; *argument != nullptr; ++argument) {
      program.emplace_back(*argument);
    }
    rank_command_ =
        count == 0 ? ranks_->watched(std::move(program), given_.starts_ranks)
                   : ranks_->command(
                         given_.mpi, program, cores_.cores(),
                         std::max<std::size_t>(threads_of(given_.markers), 1));
    rank_pointers_ = os::exec_arguments(rank_command_);
    command_ = rank_pointers_.data();
  }

  [[nodiscard]] std::string name_of_starter() const {
    const std::string& path = rank_command_.front();
    return path.substr(path.rfind('/') + 1);
  }

  /// The verdict on all ranks, and what helps to understand it.
  judged_test judge_ranks_at(ending& end) {
    std::vector<rank_record> records = ranks_->records();
    if (given_.reports) {
      add_reports(records);
    }
    ranks_end known;
    known.was_stopped = end.why != ending::reason::by_itself;
    known.status = WIFEXITED(end.status) ? WEXITSTATUS(end.status) : 1;
    known.has_adapter = given_.has_adapter || given_.reports.has_value();
    known.test = given_.name;
    known.starter = name_of_starter();
    const ranks_verdict found = judge_ranks(records, known);
    rank_set::log(found, given_.name, here_->events());
    if (is_bad(found.judged.how)) {
      // The watchers of ranks that failed let mpiexec end with 0.
      if (end.status == 0) {
        end.status = failure_status << 8;
      }
      ranks_->print_output(found.failed);
      const bool is_reported_later =
          found.judged.is_broken() && !known.was_stopped;
      if (!is_reported_later) {
        os::say(found.judged.why);
      }
    }
    return found.judged;
  }

  /// Judges each rank by the report of its framework.
  void add_reports(std::vector<rank_record>& records) const {
    for (std::size_t rank = 0; rank < records.size(); ++rank) {
      rank_record& each = records[rank];
      if (!each.end || each.end->how != rank_end::kind::exit) {
        continue;
      }
      std::string path = reporting_.report;
      const std::string_view sign = rank_sign;
      const std::size_t at = path.find(sign);
      if (at != path.npos) {
        path.replace(at, sign.size(), std::to_string(rank));
      }
      each.judged = judge_report_at(path, each.end->code);
      rank_case ran;
      ran.name = given_.name;
      ran.outcome = each.judged->how;
      ran.duration_ns = each.end->at_ns - start_ns_;
      ran.message = each.judged->why;
      each.cases.push_back(std::move(ran));
    }
  }

  [[nodiscard]] judged_test judge_report_at(const std::string& path,
                                            int status) const {
    if (path.empty()) {
      return judge_without_report(status);
    }
    return judge_report(given_.reports->kind, report_at(path), status,
                        given_.cases);
  }

  [[nodiscard]] std::optional<framework_report> report_at(
      const std::string& path) const {
    const std::string text = read_whole(path);
    if (text.empty()) {
      return std::nullopt;
    }
    const framework_rules& rules = rules_of(given_.reports->kind);
    return rules.read_report(text, rules.selector_in(reporting_.arguments));
  }

  /// Keeps the standard output of a program that reports its cases, and names
  /// the file for its JUnit document: as XML_OUTPUT_FILE, and for each argument
  /// that contains {OUTPUT}.
  void request_cases() {
    if (given_.reported == case_format::none) {
      return;
    }
    const std::string directory =
        here_->temporaries().make(given_.name + "-output");
    here_->temporaries().release(directory, true);
    output_file_ = directory + "/stdout.txt";
    const unique_fd file(os::open_at(AT_FDCWD, output_file_.c_str(),
                                     O_WRONLY | O_CREAT | O_CLOEXEC));
    if (given_.reported != case_format::junit) {
      return;
    }
    cases_file_ = directory + "/cases.xml";
    set_variable("XML_OUTPUT_FILE", cases_file_);
    constexpr std::string_view place = "{OUTPUT}";
    for (char* const* argument = command_; *argument != nullptr; ++argument) {
      std::string text = *argument;
      const std::size_t at = text.find(place);
      if (at != text.npos) {
        text.replace(at, place.size(), cases_file_);
      }
      reporting_.arguments.push_back(std::move(text));
    }
    for (std::string& argument : reporting_.arguments) {
      pointers_.push_back(argument.data());
    }
    pointers_.push_back(nullptr);
    command_ = pointers_.data();
  }

  /// Passes on the standard output that was kept.
  void pass_on_output() {
    if (output_file_.empty()) {
      return;
    }
    output_ = read_whole(output_file_);
    os::write_all(STDOUT_FILENO, output_);
  }

  reported_cases find_cases() {
    if (given_.reported == case_format::tap) {
      return read_tap(output_);
    }
    const std::string document = read_whole(cases_file_);
    return read_junit(document.empty() ? output_ : document);
  }

  /// Logs the events of the cases as an adapter would. What is wrong with all
  /// of them is one more case.
  void log_cases(const reported_cases& found, const judged_test& judged) {
    event_log& log = here_->events();
    const auto write = [&](const reported_case& each) {
      log.write_soon(events::case_start{each.name, each.file, each.line,
                                        canonical_texts(given_.markers)});
      log.write_soon(events::case_finish{each.name, each.how, each.duration_ns,
                                         each.message});
    };
    for (const reported_case& each : found.cases) {
      write(each);
    }
    const bool has_bad_case =
        std::any_of(found.cases.begin(), found.cases.end(),
                    [](const reported_case& each) { return is_bad(each.how); });
    if ((is_bad(judged.how) && !has_bad_case) || found.cases.empty()) {
      write({given_.name, is_bad(judged.how) ? verdict::fail : judged.how,
             judged.why, "", 0, 0});
    }
  }

  /// The verdict according to the cases that the program reported.
  judged_test judge_by_cases(int status) {
    const reported_cases found = find_cases();
    judged_test judged = judge_cases(found, status);
    log_cases(found, judged);
    return judged;
  }

  /// The verdict according to the report.
  judged_test judge_by_report(int status) {
    if (reporting_.report.empty()) {
      return judge_without_report(status);
    }
    const std::string text = read_whole(reporting_.report);
    const std::optional<framework_report> report = report_at(reporting_.report);
    judged_test judged =
        judge_report(given_.reports->kind, report, status, given_.cases);
    if (reporting_.is_silent && judged.how != verdict::pass) {
      os::write_all(STDOUT_FILENO, text);
    }
    log_case(judged, report);
    return judged;
  }

  /// Logs the events that an adapter would have logged.
  void log_case(const judged_test& judged,
                const std::optional<framework_report>& report) {
    event_log& log = here_->events();
    if (report && report->cases == given_.cases) {
      log.write_soon(events::case_start{given_.name, "", 0,
                                        canonical_texts(given_.markers)});
      log.write_soon(events::case_finish{
          given_.name, judged.how, monotonic_ns() - start_ns_, judged.why});
    } else {
      log.write_soon(
          events::case_missing{{given_.name, "", 0, ::getpid(), judged.why}});
    }
  }

  /// The verdict of the adapter or the report; std::nullopt when there is only
  /// the exit code.
  std::optional<judged_test> evidence(ending& end) {
    if (ranks_) {
      return judge_ranks_at(end);
    }
    if (!ended_by_itself(end)) {
      return std::nullopt;
    }
    const int status = WEXITSTATUS(end.status);
    if (given_.has_adapter) {
      return here_->failure_of_launched(status);
    }
    if (given_.reported != case_format::none) {
      return judge_by_cases(status);
    }
    if (!given_.reports) {
      return judge_by_premature_exit_file(status);
    }
    return judge_by_report(status);
  }

  judged_test settle(ending& end) {
    pass_on_output();
    const std::optional<judged_test> found = evidence(end);
    is_proven_ = found.has_value();
    judged_test judged = judge_launch(end, limits_.leak, found);
    if (quarantine_) {
      here_->events().write_soon(events::launch_quarantine{
          given_.name, fails(end, judged, given_.registered) ? 1 : 0,
          is_over(*quarantine_, today_) ? 1 : 0, quarantine_->until,
          quarantine_->owner, quarantine_->reason});
    }
    record(end, given_.name, limits_.leak,
           monotonic_ns() - start_ns_ - end.paused.count(), here_->events());
    report_left_processes(end, given_.name, limits_.leak);
    here_->leave_group();
    ports_.clear();
    here_->finish(is_bad(judged.how) ? 1 : 0);
    return judged;
  }

  const options& given_;
  char* const* command_;
  std::string program_ = command_[0];
  limits limits_;
  pid_t parent_;
  const std::string token_ = process_token(::getpid());
  const std::string mark_ = mark_of_launcher(token_);
  isolation_plan isolated_;
  isolation_places places_;
  process* here_ = nullptr;
  pinned_cores cores_;
  std::vector<reserved_port> ports_;
  std::int64_t start_ns_ = 0;
  bool is_proven_ = false;
  std::optional<std::string> libraries_before_;
  std::string premature_exit_file_;
  reporting_command reporting_;
  std::vector<char*> pointers_;
  std::optional<rank_set> ranks_;
  std::vector<std::string> rank_command_;
  std::vector<char*> rank_pointers_;
  std::string output_file_;
  std::string cases_file_;
  std::string output_;
  std::optional<quarantine> quarantine_ =
      parse_quarantine(os::variable(quarantine_variable));
  std::string today_ = quarantine_ ? day_in_utc(std::time(nullptr)) : "";
};

}  // namespace

void launch(const options& given, char* const* command) {
  // Under a debugger, run only the program itself.
  if (is_traced()) {
    ::_exit(become(command));
  }
  launched_test(given, command).run();
}

}  // namespace parallel_testing::launcher
