// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/process.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <mutex>
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/processors.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"
#include "events/case_times.hpp"
#include "process/allocation.hpp"
#include "process/coverage.hpp"
#include "process/devices.hpp"
#include "process/program_end.hpp"
#include "ranks/rank_identity.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {

process* instance = nullptr;
std::once_flag created_without_adapter;

void remember(process* created) {
  instance = created;
  finish_at_exit(*created);
  show_ends_by_sanitizers(*created);
}

void set_variable(const char* name, const std::string& value) {
  ::setenv(name, value.c_str(), 1);
}

/// Another copy of the test may still fail, so only the last copy may report
/// that the test was skipped.
void leave_skip_to_others(judged_test& judged) {
  if (judged.how == verdict::skip) {
    judged.how = verdict::pass;
  }
}

}  // namespace

process& process::start(const options& given) {
  if (instance == nullptr) {
    remember(new process(given));
  } else {
    instance->become_test(given);
    show_ends_by_sanitizers(*instance);
  }
  return *instance;
}

process& process::current() {
  std::call_once(created_without_adapter, [] {
    if (instance == nullptr) {
      remember(new process(options()));
    }
  });
  return *instance;
}

bool process::is_registered_test() noexcept {
  if (instance != nullptr) {
    return !instance->is_child() && instance->registered() != nullptr;
  }
  if (::getenv("PARALLEL_TESTING_TEST") == nullptr || is_launched_rank()) {
    return false;
  }
  if (::getenv("PARALLEL_TESTING_WORKER") == nullptr) {
    return true;
  }
  // A test program that another test started also has this variable.
  const settings given =
      read_settings([](const char* name) { return ::getenv(name); });
  return !launcher_of(given, std::to_string(::getpid()), false).empty();
}

process::process(const options& given)
    : membership_(given),
      has_adapter_(given.has_adapter),
      launches_(!given.launches.empty()),
      owner_(::getpid()),
      test_(given),
      start_ns_(monotonic_ns()) {
  open_journal();
  // First, so that no copy removes the directory that this one takes over.
  share_progress();
  test_.progress().start_alone_unless_shared();
  if (is_copy() && test_.progress().reopen()) {
    membership_.take_other_directory();
  }
  private_directory temporary = membership_.take_temporary();
  if (temporary.fd) {
    temporaries_.open(std::move(temporary), who().id(), config().policy,
                      events_);
    if (came_from() == origin::ctest) {
      temporaries_.use_spare_of_worker();
    }
  }
  open_log();
  open_locks();
  open_artifacts();
  for (const std::string& text : config().warnings) {
    os::say(text);
    events_.write(events::warning{text});
  }
  if (came_from() == origin::part_of) {
    return;
  }
  if (came_from() == origin::launched) {
    own_directory_ = config().outer_temp_directory;
    export_environment();
    if (is_copy()) {
      export_devices();
    }
    cover();
    if (is_copy() && config().redirect_tmpdir) {
      redirect_temporary_files();
    }
    return;
  }
  begin(given);
}

/// The launcher gives the verdict on all ranks together.
void process::open_journal() {
  std::string directory;
  const auto rank = own_launched_rank(directory);
  is_rank_ = rank && has_adapter_ && came_from() == origin::launched;
  if (is_rank_) {
    journal_ = rank_journal(directory, rank->rank);
  }
}

void process::share_progress() {
  const bool is_test = who().is_parallel() && has_adapter_;
  if (!is_test || is_rank_ || came_from() == origin::part_of) {
    return;
  }
  if (came_from() == origin::ctest && launches_) {
    has_prepared_ = test_progress::prepare(membership_.slot());
  } else if (came_from() == origin::ctest) {
    test_.progress().share_through(membership_.slot(), membership_.program());
  } else if (is_copy()) {
    test_.progress().join(membership_.slot(), membership_.program());
  } else {
    const std::string name = fmt::format("workers/{}", who().id());
    test_.progress().join(open_lock_file(state(), name).get(),
                          membership_.program());
  }
}

void process::open_log() {
  if (of_run().directory().empty()) {
    return;
  }
  events_.open_as(of_run().directory() + "/events.ndjson", of_run().id(),
                  who().id());
}

void process::open_artifacts() {
  if (came_from() == origin::part_of) {
    artifacts_.adopt(config().artifacts);
    return;
  }
  artifacts_.open(of_run().directory(), config(), events_);
  if (came_from() == origin::ctest && launches_) {
    artifacts_.use_spare_of(who().id());
  }
  artifacts_.begin(test_.name());
}

void process::open_locks() {
  std::string held_by_others = config().held_locks;
  std::string former;
  if (is_copy()) {
    former = locks_of_process(config().held_locks, config().set_by);
    held_by_others = locks_of_others(config().held_locks, config().set_by);
  }
  locks_.open(state(), membership_.lock_of_run(), of_run().id(), events_,
              held_by_others);
  if (membership_.launcher().empty()) {
    locks_.share_with(group(), former);
  } else {
    locks_.rely_on(membership_.launcher());
    locks_.share_with(config().group, "");
  }
}

/// Sets up a test that no other process has set up.
void process::begin(const options& given) {
  record_start(given);
  record_allocations();
  own_directory_ = config().former_directory;
  if (own_directory_.empty()) {
    own_directory_ = temporaries_.make(test_.name());
  }
  events_.flush();
  membership_.introduce_to_copies(own_directory_);
  export_environment();
  if (came_from() == origin::ctest) {
    export_devices();
    cover();
  }
  if (has_adapter_ && config().redirect_tmpdir) {
    redirect_temporary_files();
  }
  if (is_first_of_run()) {
    tidy_up();
  }
}

/// Removes what earlier runs left. Only the first process of a run does this.
void process::tidy_up() {
  collect_dead_runs(state(), config().retention, membership_.registered_run());
  try {
    shorten_test_times(of_run().directory());
  } catch (const error& problem) {
    os::say(problem.what());
  }
}

/// Handles a use of the library that came before the adapter's.
void process::become_test(const options& given) {
  if (has_adapter_) {
    return;
  }
  if (came_from() == origin::part_of) {
    throw error(
        "the library was used before its adapter started, for example by a "
        "static object of a shared library, so it treated this program as a "
        "helper process of the test that started it; use the library later");
  }
  has_adapter_ = true;
  test_.become(given);
  artifacts_.begin(test_.name());
  export_environment();
  if (config().redirect_tmpdir) {
    redirect_temporary_files();
  }
}

void process::export_environment() const {
  set_variable("PARALLEL_TESTING_WORKER", who().id());
  set_variable("PARALLEL_TESTING_INDEX_IN_RUN",
               std::to_string(who().index_in_run()));
  set_variable("PARALLEL_TESTING_WORKER_COUNT",
               std::to_string(config().worker_count));
  set_variable("PARALLEL_TESTING_RUN_ID", of_run().id());
  set_variable("PARALLEL_TESTING_RUN_DIR", of_run().directory());
  set_variable("PARALLEL_TESTING_TEMP_DIR", own_directory_);
  set_variable("PARALLEL_TESTING_TEST_NAME", test_.only());
  set_variable("PARALLEL_TESTING_PROCESS", std::to_string(owner_));
  set_variable("PARALLEL_TESTING_PROGRAM", membership_.program());
  const bool is_launched = came_from() == origin::launched && !is_copy();
  set_variable("PARALLEL_TESTING_GROUP",
               is_launched ? config().group : group());
  // Only the launcher's own test passes this variable on: programs that another
  // process starts are not the launcher's test.
  if (!is_launched) {
    ::unsetenv("PARALLEL_TESTING_SUPERVISED");
  }
}

void process::cover() const {
  direct_coverage(config(), state(), who().id(), test_.name());
}

void process::redirect_temporary_files() const {
  for (const char* name : {"TMPDIR", "TMP", "TEMP", "TEST_TMPDIR"}) {
    set_variable(name, own_directory_);
  }
}

/// The command by which a reader of the log identifies the test in CTest's
/// list, for a test that ParallelTesting did not register.
std::vector<std::string> process::recorded_command(const options& given) const {
  if (came_from() != origin::ctest || registered_ || given.arguments.empty()) {
    return {};
  }
  std::vector<std::string> command = given.arguments;
  command.front() = own_executable();
  const std::string root = membership_.root_of_test();
  if (!root.empty()) {
    std::string text =
        read_whole(fmt::format("/proc/{}/cmdline", id_in_token(root)));
    if (!text.empty()) {
      text.pop_back();
    }
    const std::vector<std::string_view> found = split(text, '\0');
    command.assign(found.begin(), found.end());
  }
  for (std::string& each : command) {
    each = without_passwords(each);
  }
  return command;
}

void process::record_start(const options& given) {
  events::process_start start;
  start.executable = given.launches.empty() ? own_executable() : given.launches;
  start.parent_pid = launching_process();
  start.test = given.test;
  start.worker_count = config().worker_count;
  start.index_in_run = who().index_in_run();
  start.selector = without_passwords(given.argument);
  start.ctest_test = registered_ ? registered_->name : "";
  start.command = recorded_command(given);
  start.affinity = list_of_processors(affinity_of(0));
  events_.write(start);
}

void process::record_allocations() {
  events::allocation given{config().resource_spec, {}};
  try {
    for (const allocation& each : read_all_allocations(::getenv)) {
      given.slots.push_back(
          {each.capacity, each.id, static_cast<std::int64_t>(each.slots)});
    }
  } catch (const error&) {
    return;  // allocations() reports the error to a test that calls it
  }
  if (!given.slots.empty()) {
    events_.write(given);
  }
}

bool process::is_test_of_ctest() const noexcept {
  return came_from() == origin::ctest ||
         (came_from() == origin::launched && who().is_parallel());
}

bool process::is_owner() const noexcept {
  const pid_t runner = runner_;
  return os::process_id() == (runner != 0 ? runner : owner_);
}

bool process::is_child() const noexcept {
  return os::process_id() != owner_;
}

bool process::runs_tests() {
  const pid_t self = os::process_id();
  pid_t runner = 0;
  if (!runner_.compare_exchange_strong(runner, self)) {
    return runner == self;
  }
  if (self != owner_) {
    events_.continue_in_child();
    temporaries_.continue_in_child();
  }
  return true;
}

void process::continue_in_fork(const std::string& test, std::string directory,
                               void (*report_end)(const judged_test& judged)) {
  runner_ = ::getpid();
  report_end_ = report_end;
  events_.continue_in_child();
  temporaries_.continue_in_child();
  test_.continue_in_fork();
  own_directory_ = std::move(directory);
  set_variable("PARALLEL_TESTING_TEMP_DIR", own_directory_);
  set_variable("PARALLEL_TESTING_TEST_NAME", test);
  set_variable("PARALLEL_TESTING_PROCESS", std::to_string(::getpid()));
  // If the case executes its own program again, that is not the unit.
  ::unsetenv("PARALLEL_TESTING_UNIT");
  if (config().redirect_tmpdir) {
    redirect_temporary_files();
  }
}

void process::enter_directory_of_case(const std::string& name) {
  if (own_directory_.empty()) {
    return;
  }
  constexpr std::size_t longest_label = 50;
  constexpr int digits = 8;
  // Names that differ later, or in characters that are replaced, stay apart.
  const std::string label =
      file_name(name, longest_label) + "-" + hex(hash(name), digits);
  own_directory_ = open_private_directory(own_directory_ + "/" + label).path;
  set_variable("PARALLEL_TESTING_TEMP_DIR", own_directory_);
  if (config().redirect_tmpdir) {
    redirect_temporary_files();
  }
}

/// Records how long the test took, so that long tests start early in the next
/// run. Time spent waiting for a lock does not count.
void process::note_time() noexcept {
  if (!is_test_of_ctest() || test_.selector().empty()) {
    return;
  }
  try {
    const std::int64_t own_ns = monotonic_ns() - start_ns_ - locks_.waited_ns();
    note_test_time(of_run().directory(),
                   {own_executable(), test_.selector(), own_ns});
  } catch (const std::exception& problem) {
    os::say(std::string("the duration of the test was not recorded: ") +
            problem.what());
  }
}

judged_test process::judge(std::optional<int> status) const {
  judged_test judged = test_.judge(status);
  // A program that was started by hand, or that a project registered as one
  // test, chooses its own exit code.
  if (judged.is_broken()) {
    return judged;
  }
  if (is_bad(judged.how) && !is_test_of_ctest()) {
    judged.how = verdict::pass;
  }
  if (test_.fails_at_end()) {
    return {verdict::fail, judged.why};
  }
  return judged;
}

/// Finishes a process that was forked to run the tests. Its parent gives the
/// verdict, and removes what it set up.
judged_test process::finish_child(std::optional<int> status) noexcept {
  if (report_end_ != nullptr) {
    check_visible_files();
  }
  judged_test judged = test_.judge(status);
  if (report_end_ != nullptr) {
    if (test_.fails_at_end() && !is_bad(judged.how)) {
      judged = {verdict::fail, test_.progress().reason()};
    }
    report_end_(judged);
  }
  test_.note(judged);
  const bool ends_badly = status && *status != 0;
  if (test_.fails_at_end() || ends_badly) {
    test_.note_failure(judged.why);
  }
  const bool keep = test_.has_failed() && config().retention > 0;
  temporaries_.settle(keep);
  artifacts_.settle(keep);
  events_.flush();
  return judged;
}

/// A change of a private copy does not reach other tests, so it is only
/// reported. A change through a link by a test that ran at the same time also
/// counts, because both tests shared the file. A test started by hand may
/// change it on purpose.
void process::check_visible_files() noexcept {
  try {
    for (const std::string& path : visible_.changed_copies()) {
      const std::string text = fmt::format(
          "the test changed its private copy of '{}', which VISIBLE_FILES "
          "lists; the original is unchanged, and other tests do not see the "
          "change",
          path);
      os::say(text);
      events_.write(events::warning{text});
    }
    for (const std::string& path : visible_.changed()) {
      const std::string text = fmt::format(
          "'{}', which VISIBLE_FILES links into the private directory, changed "
          "while the test ran: this test, or another that ran at the same "
          "time, wrote to it; write to a copy or under another name, and list "
          "files instead of a directory that tests write to",
          path);
      os::say(text);
      events_.write(events::warning{text});
      if (!is_test_of_ctest()) {
        continue;
      }
      const bool is_logged_here = report_end_ == nullptr && has_adapter_;
      if (is_logged_here && !is_rank_ && test_.progress().ended() > 0) {
        events_.write(events::case_failure{test_.last(), text, owner_});
      }
      test_.fail_at_end(text);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
}

/// Whether this process has the worker, and no other process of its test can be
/// left. Those whose parents have ended become children of a launcher, but not
/// of a test.
bool process::leaves_nothing_behind() const noexcept {
  if (came_from() != origin::ctest) {
    return false;
  }
  return launches_ ? !has_children()
                   : group().empty() && !may_have_had_children();
}

judged_test process::finish(std::optional<int> status) noexcept {
  const bool has_set_up = ::getpid() == owner_;
  if (finished_ || (!has_set_up && !is_owner())) {
    return {};
  }
  finished_ = true;
  if (!has_set_up) {
    return finish_child(status);
  }
  if (came_from() == origin::part_of) {
    events_.flush();
    return {test_.fails_at_end() ? verdict::fail : verdict::pass};
  }
  check_visible_files();
  judged_test judged = judge(status);
  test_.note(judged);
  const bool has_failed = test_.has_failed() || test_.progress().has_failed() ||
                          (status && *status != 0);
  test_.publish_fork_failure();
  if (is_rank_) {
    journal_.judge(judged);
  } else if (has_adapter_) {
    test_.record(judged, events_, owner_);
  }
  if (!has_failed) {
    note_time();
  }
  const bool keep = has_failed && config().retention > 0;
  const bool is_last_process = leaves_nothing_behind();
  int kept = is_last_process ? temporaries_.settle_tree_for_next_test(keep) : 0;
  kept += temporaries_.settle(keep);
  if (!is_last_process || !artifacts_.keep_for_next_test()) {
    artifacts_.settle(keep);
  }
  kept += artifacts_.kept();
  if (came_from() == origin::launched) {
    // The launcher releases what it took. The last copy removes what copies
    // share.
    locks_.release(lock_scope::program);
    const bool is_last = test_.progress().leave();
    if (!is_last) {
      leave_skip_to_others(judged);
    }
    if (is_last && is_copy()) {
      temporaries_.settle_one(own_directory_, keep);
    }
    events_.flush();
    leave_group();
    return judged;
  }
  const bool is_last = test_.progress().leave();
  if (!is_last) {
    leave_skip_to_others(judged);
  }
  if (is_last && !own_directory_.empty()) {
    kept += is_last_process
                ? temporaries_.settle_for_next_test(own_directory_, keep)
                : temporaries_.settle_one(own_directory_, keep);
  }
  locks_.release(lock_scope::program);
  record_finish(kept);
  leave_group();
  return judged;
}

std::optional<judged_test> process::failure_of_launched(int status) noexcept {
  // An emulator may run the program where it cannot reach the launcher's
  // records.
  const bool is_known =
      has_prepared_ && test_.progress().adopt_first(membership_.slot());
  return is_known ? test_.judge_launched(status) : std::nullopt;
}

judged_test process::break_finished(int status) noexcept {
  judged_test judged = {
      verdict::fail,
      fmt::format("an exit handler ended the program with status {}", status),
      failure_site::program};
  test_.note(judged);
  if (is_rank_) {
    journal_.judge(judged);
  } else if (has_adapter_) {
    test_.record(judged, events_, owner_);
  }
  events_.flush();
  return judged;
}

void process::record_finish(int kept) noexcept {
  rusage usage{};
  ::getrusage(launches_ ? RUSAGE_CHILDREN : RUSAGE_SELF, &usage);
  constexpr std::int64_t us_per_second = 1'000'000;
  events_.write(events::process_finish{
      usage.ru_utime.tv_sec * us_per_second + usage.ru_utime.tv_usec,
      usage.ru_stime.tv_sec * us_per_second + usage.ru_stime.tv_usec,
      usage.ru_maxrss});
  const bool nothing_to_see = came_from() == origin::by_hand && kept == 0;
  if (nothing_to_see && is_first_of_run()) {
    membership_.forget_run();
  }
}

private_directory open_run_files(const std::string& name) {
  const run_record& record = process::current().registered_run();
  if (record.id.empty()) {
    throw error(
        "no directory for files that the tests of a run share: "
        "PARALLEL_TESTING_WORKER is set but PARALLEL_TESTING_RUN_ID does not "
        "name an existing run; set both or neither");
  }
  const auto created = static_cast<std::uint64_t>(record.created_ns);
  return open_private_directory(
      open_private_directory(open_private_directory(record.temporary),
                             "shared-" + hex(created, 16)),
      name);
}

const worker& this_worker() {
  return process::current().who();
}

const run& this_run() {
  return process::current().of_run();
}

}  // namespace parallel_testing
