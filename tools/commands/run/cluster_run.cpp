// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_run.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <string.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <map>
#include <ostream>
#include <set>
#include <unordered_map>
#include <utility>

#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "cluster/claims.hpp"
#include "cluster/open_units.hpp"
#include "cluster/orders.hpp"
#include "cluster/pulse.hpp"
#include "cluster/work_files.hpp"
#include "commands/run/cluster_nodes.hpp"
#include "commands/run/cluster_result.hpp"
#include "commands/run/cluster_tests.hpp"
#include "commands/run/conclusion.hpp"
#include "commands/run/ended_node.hpp"
#include "commands/run/retry_budget.hpp"
#include "commands/run/settings.hpp"
#include "commands/run/watch/first_ends.hpp"
#include "ctest/build_tree.hpp"
#include "division/groups.hpp"
#include "events/event_writer.hpp"
#include "events/log_files.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::run_command {
namespace {

/// How soon to look for news of the nodes, which may come in a row.
constexpr int least_look_again_ms = 2;
constexpr int most_look_again_ms = 50;
/// The run ends with its last test, so near the end the pause between two looks
/// is a sixteenth of the time without news.
constexpr std::int64_t silent_ns_per_ms = 16'000'000;

class cluster_runner {
 public:
  cluster_runner(const cli::invocation& given, const options& wanted,
                 const tools::sorted_arguments& sorted)
      : given_(given),
        wanted_(wanted),
        sorted_(sorted),
        with_(decide(wanted, sorted)),
        files_(with_.run_directory),
        display_(display_for(given, wanted, sorted)),
        nodes_(files_, with_.project.empty() ? "tests" : with_.project,
               *display_),
        orders_(files_.orders()),
        units_(files_.claims()),
        locks_(files_.claims()),
        lost_([this](int number) { return is_chosen(number); }),
        first_ends_(wanted.broken == on_broken::stops ? tools::broken_after
                                                      : 0),
        silence_ns_(cluster::longest_silence_ns(with_.environment)),
        start_ns_(tools::monotonic_ns()) {}
  cluster_runner(const cluster_runner&) = delete;
  cluster_runner& operator=(const cluster_runner&) = delete;
  ~cluster_runner() = default;

  /// `conclude` uses the result while the last processes on the nodes end.
  finished_run run(const conclusion_of_run& conclude) {
    // The request waits in the queue of Slurm while ctest lists the tests.
    if (wanted_.cluster.on == run_place::allocation) {
      nodes_.request(request());
    }
    list_tests();
    if (signal_ || tests_.chosen.empty()) {
      dismiss_agents();
      return without_result(signal_
                                ? exit_after_signal + *signal_
                                : exit_code_without_tests(given_, with_, {}, 0),
                            conclude);
    }
    // The first line has the workers of this machine, which runs no test.
    const std::vector<std::string> header = header_of(with_);
    for (std::size_t at = 1; at < header.size(); ++at) {
      display_->note(header[at]);
    }
    find_licences();
    if (!licences_.empty()) {
      dismiss_agents();  // the job has to hold the licences
    }
    if (wanted_.cluster.on == run_place::array) {
      run_array();
    } else {
      run_steps();
    }
    if (log_ == nullptr) {
      return without_result(exit_after_signal + signal_.value_or(SIGTERM),
                            conclude);
    }
    return finish(conclude);
  }

 private:
  // --- the nodes ---------------------------------------------------------

  /// Starts the agents meanwhile, if there are nodes: starting steps takes
  /// longer than listing most tests.
  void list_tests() {
    std::future<cluster_tests> listing = std::async(std::launch::async, [this] {
      return list_cluster_tests(with_, sorted_);
    });
    const auto is_listed = [&](std::chrono::milliseconds longest) {
      return listing.wait_for(longest) == std::future_status::ready;
    };
    constexpr std::chrono::milliseconds no_time(0);
    constexpr std::chrono::milliseconds look_again(20);
    const auto remove_unused_directory = [this] {
      std::error_code is_used;
      std::filesystem::remove(with_.run_directory, is_used);
    };
    try {
      if (wanted_.cluster.on == run_place::allocation) {
        const allocation* place = nodes_.wait(
            request(), [&] { return !take_signals() && !is_listed(no_time); });
        if (place != nullptr) {
          start_agents(*place);
        }
      }
      while (!is_listed(look_again)) {
        take_signals();
      }
      tests_ = listing.get();
    } catch (...) {
      if (listing.valid()) {
        listing.wait();
      }
      dismiss_agents();
      remove_unused_directory();
      throw;
    }
    remove_unused_directory();
  }

  void start_agents(const allocation& place) {
    prepare(place.nodes());
    nodes_.start_steps();
  }

  /// Creates what agents look at first. Leaves nothing in the build tree before
  /// there are nodes.
  void prepare(const std::vector<std::string>& names) {
    files_.create();
    for (const std::string& name : names) {
      nodes_.add(name);
    }
  }

  /// Ends agents that wait for the list of work.
  void dismiss_agents() {
    if (!nodes_.all().empty()) {
      orders_.end();
      nodes_.dismiss();
      std::error_code ignored;
      std::filesystem::remove_all(with_.run_directory, ignored);
    }
  }

  [[nodiscard]] node_request request() const {
    node_request result;
    result.nodes = wanted_.cluster.nodes;
    result.processors = with_.jobs.number;
    if (wanted_.jobs == "auto") {
      result.processors = 0;
    }
    result.licences = licences_;
    result.options = wanted_.cluster.slurm;
    return result;
  }

  /// A lock of the whole cluster is a licence where the site defines one.
  void find_licences() {
    const std::vector<std::string> keys = lock_names(tests_);
    if (keys.empty()) {
      return;
    }
    const std::vector<std::string> defined = site_licences();
    for (const std::string& key : keys) {
      const std::string name = licence_name(key);
      if (std::find(defined.begin(), defined.end(), name) != defined.end() &&
          std::find(licences_.begin(), licences_.end(), name) ==
              licences_.end()) {
        licences_.push_back(name);
      }
    }
  }

  void run_steps() {
    const allocation* place =
        nodes_.wait(request(), [this] { return !take_signals(); });
    if (place == nullptr) {
      return;
    }
    if (nodes_.all().empty()) {
      start_agents(*place);
    }
    make_work(place->nodes(), place->processors());
    const std::string licences =
        licences_.empty()
            ? ""
            : fmt::format(", licences {}", fmt::join(licences_, ", "));
    display_->note(fmt::format(
        "{}: {} node{} of job {}: {}{}",
        with_.project.empty() ? "tests" : with_.project, place->nodes().size(),
        place->nodes().size() == 1 ? "" : "s", place->job(),
        fmt::join(place->nodes(), ", "), licences));
    watch();
    nodes_.give_back();
  }

  /// The tests with licences run in the first task, which alone holds them.
  void run_array() {
    std::vector<std::string> names;
    for (int task = 0; task < wanted_.cluster.tasks; ++task) {
      names.push_back(fmt::format("a{}", task));
    }
    has_licensed_task_ = !licences_.empty();
    prepare(names);
    make_work(names, 0);
    nodes_.submit(request(), wanted_.cluster.tasks);
    watch();
  }

  // --- the work ----------------------------------------------------------

  void begin() {
    cluster::open_claims(files_.claims(), 1);
    for (const cluster_node& each : nodes_.all()) {
      files_.create_node(each.name);
    }
    cli::write_file(files_.listing(), tests_.listing);
    log_ = std::make_unique<tools::event_writer>(with_.run_directory,
                                                 with_.run_id);
    log_->add(
        tools::run_start{with_.project, with_.build, with_.ctest, 0,
                         with_.seed == 0 ? "" : std::to_string(with_.seed),
                         tools::cached_value(tools::build_tree_of(with_.build),
                                             "CMAKE_HOME_DIRECTORY")});
    log_->flush();
  }

  void make_work(const std::vector<std::string>& names, int processors) {
    begin();
    const tools::test_times times =
        tools::load_test_times(tools::build_tree_of(with_.build));
    std::vector<division::timed_test> timed;
    std::vector<int> numbers;
    for (const std::size_t at : tests_.chosen) {
      const tools::listed_test& test = tests_.all[at];
      timed.push_back({&test, test.is_set("DISABLED")
                                  ? std::optional<std::int64_t>(0)
                                  : times.milliseconds_of(test)});
      numbers.push_back(tests_.numbers[at]);
    }
    cluster::work_list work;
    work.run_id = with_.run_id;
    work.start = nodes_.starts();
    work.build = with_.build;
    work.nodes = names;
    work.arguments = agent_arguments(wanted_, with_, sorted_);
    work.leaves_when_idle = may_leave();
    work.needs_outputs =
        !wanted_.junit.empty() || wanted_.format == cli::output_format::json;
    cluster::unit_sizes sizes;
    // A start of ctest shall take at most a fifth of the time of a unit.
    constexpr std::int64_t starts_in_unit = 5;
    sizes.workers =
        wanted_.jobs == "auto" ? std::max(processors, 1) : with_.jobs.number;
    workers_of_node_ = static_cast<std::size_t>(sizes.workers);
    sizes.least_ms =
        std::max(sizes.least_ms, starts_in_unit * tests_.listing_ms);
    sizes.most_ms = std::max(sizes.most_ms, sizes.least_ms);
    work.units = cluster::make_units(timed, numbers, names, sizes);
    list_ = work.units;
    for (const cluster::unit& each : list_) {
      locks_.add(each, locks_of(each));
      if (has_licence(each)) {
        work.reserved[each.id] = names.front();
      }
    }
    units_.begin_round(1, list_, work.reserved);
    cluster::append_to(files_.list(), cluster::to_text(work));
  }

  [[nodiscard]] std::set<std::string> locks_of(
      const cluster::unit& given) const {
    std::set<std::string> keys;
    for (const auto& [number, test] : given.tests) {
      for (const std::string& key :
           division::cluster_locks_of(listed(number))) {
        keys.insert(key);
      }
    }
    return keys;
  }

  [[nodiscard]] bool is_licence(const std::string& key) const {
    return std::find(licences_.begin(), licences_.end(), licence_name(key)) !=
           licences_.end();
  }
  /// Whether only the task of an array with the licences may run it.
  [[nodiscard]] bool has_licence(const cluster::unit& given) const {
    const std::set<std::string> keys = locks_of(given);
    return has_licensed_task_ && std::any_of(keys.begin(), keys.end(),
                                             [this](const std::string& key) {
                                               return is_licence(key);
                                             });
  }

  [[nodiscard]] const tools::listed_test& listed(int number) const {
    return tests_.numbered(number);
  }

  // --- watching ----------------------------------------------------------

  void watch() {
    while (!all_have_ended()) {
      nodes_.poll(signals_.descriptor(), look_again_ms());
      look_again_ms_ = std::min(2 * look_again_ms_, most_look_again_ms);
      take_signals();
      nodes_.reap();
      for (cluster_node& each : nodes_.all()) {
        read_report(each);
      }
      look_for_dead_nodes();
      give_orders();
      replace_agents();
      refresh();
      if (!ended_.empty() && !std::exchange(has_removed_runs_, true)) {
        // At the end, it would delay the result.
        keep_latest_runs(with_.run_directory);
      }
    }
    if (!has_removed_runs_) {
      keep_latest_runs(with_.run_directory);
    }
    display_->finish();
  }

  [[nodiscard]] int look_again_ms() const {
    const std::size_t left = static_cast<std::size_t>(total()) - ended_.size();
    if (left > workers_of_node_ * nodes_.all().size()) {
      return look_again_ms_;
    }
    const std::int64_t silent_ns = tools::monotonic_ns() - news_ns_;
    return static_cast<int>(std::clamp<std::int64_t>(
        silent_ns / silent_ns_per_ms, least_look_again_ms, look_again_ms_));
  }

  [[nodiscard]] bool all_have_ended() const {
    // A task of an array that has not begun when the others are done is not
    // needed.
    const bool is_done = was_ended_ || was_stopped_ || was_interrupted_;
    return std::all_of(
        nodes_.all().begin(), nodes_.all().end(),
        [&](const cluster_node& each) {
          return each.has_ended ||
                 (is_done && each.array != nullptr && each.news_ns == 0);
        });
  }

  /// Returns whether a signal has asked to end.
  bool take_signals() {
    const news seen = signals_.read();
    if (seen.end && !signal_) {
      signal_ = seen.end;
      display_->finish();
      display_->note(fmt::format("SIG{}: asking the running tests to stop",
                                 ::sigabbrev_np(*signal_)));
    } else if (seen.end) {
      nodes_.kill_all();
    }
    if (seen.asks_for_state && !signal_) {
      show_state();
    }
    return signal_.has_value();
  }

  /// Prints the state for which SIGUSR1 or ^\ asked.
  void show_state() {
    std::vector<std::string> lines{
        fmt::format("after {}: {} of {} tests have ended, {} failed",
                    tools::seconds_text(tools::monotonic_ns() - start_ns_),
                    ended_.size(), total(), bad_)};
    for (const cluster_node& node : nodes_.all()) {
      for (const cluster::running_test& each : node.running) {
        lines.push_back(fmt::format(
            "  [{}] {} for {}", worker_on(node, each.worker),
            cli::one_line(each.name), tools::seconds_text(each.elapsed_ns)));
      }
    }
    display_->finish();
    display_->remind(lines);
  }

  [[nodiscard]] static std::string worker_on(const cluster_node& node,
                                             const std::string& worker) {
    return worker.empty() ? node.name : node.name + "." + worker;
  }

  void read_report(cluster_node& node) {
    for (const cluster::agent_record& record : node.report.read()) {
      node.news_ns = tools::monotonic_ns();
      news_ns_ = node.news_ns;
      look_again_ms_ = least_look_again_ms;
      take(node, record);
    }
  }

  void take(cluster_node& node, const cluster::agent_record& record) {
    using cluster::report_kind;
    switch (record.kind) {
      case report_kind::start:
      case report_kind::alive:
        break;
      case report_kind::running:
        node.running = record.running;
        break;
      case report_kind::end:
        show_end(node, record);
        break;
      case report_kind::note:
        display_->note(fmt::format("[{}] {}", node.name, record.text));
        break;
      case report_kind::printed:
        display_->on_text(fmt::format("[{}] {}", node.name, record.text));
        break;
      case report_kind::unit:
        units_.set_done(record.number, record.text);
        break;
      case report_kind::output:
        outputs_[record.name] = record.text;
        break;
      case report_kind::dead:
        node.dead_status = static_cast<int>(record.number);
        break;
      case report_kind::over:
        node.is_over = true;
        node.running.clear();
        node.was_interrupted =
            !signal_ &&
            record.text == tools::to_text(tools::run_end::interrupted);
        node.failure =
            tools::from_text<tools::run_end>(record.text) ? "" : record.text;
        has_stopped_ = has_stopped_ ||
                       record.text == tools::to_text(tools::run_end::stopped);
        break;
    }
  }

  void show_end(const cluster_node& node, const cluster::agent_record& record) {
    watched_test& test = ended_[static_cast<int>(record.number)];
    test.number = static_cast<int>(record.number);
    test.name = record.name;
    test.attempt = record.attempt;
    test.outcome = record.is_excused ? tools::verdict::skip : record.outcome;
    test_end end;
    end.test = &test;
    end.worker = worker_on(node, record.worker);
    end.outcome = record.outcome;
    end.message = record.message;
    end.output = record.text;
    end.left = record.left;
    end.duration_ns = record.duration_ns;
    if (record.is_excused) {
      end.quarantine.emplace().failed = 1;
    }
    end.done = static_cast<int>(ended_.size());
    end.total = total();
    display_->on_end(end);
    if (const std::string line = first_ends_.add(end); !line.empty()) {
      display_->finish();
      display_->note(line);
      has_stopped_ = true;
    }
    const int attempts = ++attempts_[{test.number, node.name}];
    if (tools::is_bad(test.outcome) && attempts > retries_of(test.number)) {
      ++bad_;
    }
  }

  [[nodiscard]] int retries_of(int number) const {
    return std::max(wanted_.retries, flaky_retries(tests_.find(number)));
  }

  /// Fixtures of chosen tests also run.
  [[nodiscard]] int total() const {
    return static_cast<int>(std::max(tests_.chosen.size(), ended_.size()));
  }

  void look_for_dead_nodes() {
    const std::int64_t now_ns = tools::monotonic_ns();
    // The end of a node may add one.
    for (std::size_t at = 0; at < nodes_.all().size(); ++at) {
      cluster_node& each = nodes_.all()[at];
      if (each.has_ended) {
        continue;
      }
      if (each.step != nullptr && each.step->has_ended()) {
        read_report(each);
      }
      const node_ending end = ending_of(each, now_ns, silence_ns_);
      if (end.has_ended) {
        // It may only be silent.
        if (!each.is_over && each.step != nullptr && !each.step->has_ended()) {
          ::kill(each.step->pid(), SIGKILL);
        }
        end_node(each, end.reason);
      }
    }
  }

  void end_node(cluster_node& node, const std::string& reason) {
    node.has_ended = true;
    node.has_left = reason.empty() && may_leave();
    node.running.clear();
    log_->add(tools::node_end{node.name, reason});
    if (!reason.empty()) {
      display_->finish();
      display_->note(fmt::format("[{}] {}", node.name, reason));
      recover(node, reason);
    }
    log_->flush();
  }

  /// Lets other nodes run what the node had claimed and not ended.
  void recover(const cluster_node& node, const std::string& reason) {
    ended_node ended{node.name,
                     reason,
                     node.was_interrupted,
                     units_.round(),
                     tools::load_event_logs({files_.events(node.name)}).events,
                     {}};
    for (cluster::unit& each : units_.take_from(node.name)) {
      const bool is_claimed =
          !cluster::owner_of_claim(files_.claims(), units_.round(), each.id)
               .empty();
      ended.units.push_back({std::move(each), is_claimed});
    }
    const node_remains left = lost_.take_from(ended);
    for (const tools::test_lost& each : left.records) {
      log_->add(each);
    }
    has_lost_ = has_lost_ || left.has_lost;
    const std::size_t count = left.suspects.size() + left.others.size();
    if (!signal_ && !has_stopped_ && count > 0) {
      display_->note(fmt::format(
          "{} test{} that {} had not ended, or that failed as it ended, run{} "
          "on another node",
          count, count == 1 ? "" : "s", node.name, count == 1 ? "s" : ""));
      order_again(left.suspects, 1);
      order_again(left.others, workers_of_node_);
    }
  }

  /// An agent that has nothing to do would only delay the end of the run; in
  /// another round there is more to do.
  [[nodiscard]] bool may_leave() const {
    return wanted_.cluster.on == run_place::allocation &&
           wanted_.repeat.rounds == 1 && !wanted_.repeat.until_fail;
  }

  /// Starts agents for what has to run again, when others may have left.
  void replace_agents() {
    const bool has_live_node =
        std::any_of(nodes_.all().begin(), nodes_.all().end(),
                    [](const cluster_node& each) { return !each.has_ended; });
    // Once for each order, and once more without any agent: one may have left
    // before it knew of the order.
    const int occasion = 2 * again_count_ + (has_live_node ? 0 : 1);
    if (again_count_ > 0 && !units_.are_done() && occasion > last_occasion_ &&
        !signal_ && !has_stopped_) {
      last_occasion_ = occasion;
      nodes_.start_again();
    }
  }

  [[nodiscard]] bool is_chosen(int number) const {
    return std::find(tests_.chosen.begin(), tests_.chosen.end(),
                     static_cast<std::size_t>(number) - 1) !=
           tests_.chosen.end();
  }

  void order_again(const std::vector<tools::numbered_test>& tests,
                   std::size_t tests_of_unit) {
    std::vector<division::timed_test> timed;
    for (const auto& [number, name] : tests) {
      timed.push_back({&listed(number), std::nullopt});
    }
    for (const auto& members :
         cluster::cut_into_small_units(timed, tests_of_unit)) {
      cluster::unit made{fmt::format("again.{}", ++again_count_), "", {}};
      for (const std::size_t at : members) {
        made.tests.push_back(tests[at]);
      }
      units_.add(made);
      locks_.add(made, locks_of(made));
      orders_.run_again(made, has_licence(made) ? nodes_.licensed_task() : "");
    }
  }

  void give_orders() {
    has_stopped_ =
        has_stopped_ || (wanted_.maxfail > 0 && bad_ >= wanted_.maxfail);
    if (signal_ && !std::exchange(was_interrupted_, true)) {
      orders_.interrupt(*signal_);
    }
    if (has_stopped_ && !std::exchange(was_stopped_, true)) {
      orders_.stop();
    }
    if (!was_ended_ && units_.are_done()) {
      if (has_next_round()) {
        begin_next_round();
      } else {
        was_ended_ = true;
        orders_.end();
      }
    }
  }

  [[nodiscard]] bool has_next_round() const {
    const repetition& repeat = wanted_.repeat;
    const bool has_bad =
        has_lost_ ||
        std::any_of(ended_.begin(), ended_.end(), [](const auto& each) {
          return tools::is_bad(each.second.outcome);
        });
    return !signal_ && !has_stopped_ && !(repeat.until_fail && has_bad) &&
           (repeat.rounds == 0 || units_.round() < repeat.rounds);
  }

  void begin_next_round() {
    note_locks();
    const std::int64_t round = units_.round() + 1;
    display_->finish();
    display_->note(fmt::format("round {}", round));
    std::set<std::string> live;
    for (const cluster_node& each : nodes_.all()) {
      if (!each.has_ended) {
        live.insert(each.name);
      }
    }
    cluster::reserved_units reserved = locks_.reserved_for(live);
    for (const cluster::unit& each : list_) {
      if (has_licence(each)) {
        reserved[each.id] = nodes_.licensed_task();
      }
    }
    cluster::open_claims(files_.claims(), round);
    cluster::close_claims(files_.claims(), units_.round());
    units_.begin_round(round, list_, reserved);
    ended_.clear();
    attempts_.clear();
    lost_.begin_round();
    orders_.begin_round(round, reserved);
    look_again_ms_ = least_look_again_ms;
  }

  void refresh() {
    live_status now;
    now.done = static_cast<int>(ended_.size());
    now.total = total();
    now.bad = bad_;
    now.elapsed_ns = tools::monotonic_ns() - start_ns_;
    for (const cluster_node& node : nodes_.all()) {
      for (const cluster::running_test& each : node.running) {
        now.running.push_back(
            {worker_on(node, each.worker), each.name, each.elapsed_ns});
      }
    }
    display_->refresh(now);
  }

  // --- the end -----------------------------------------------------------

  void note_locks() {
    for (const auto& [key, node] : locks_.end_round(units_.round())) {
      log_->add(tools::cluster_lock{key, node,
                                    is_licence(key) ? licence_name(key) : ""});
    }
  }

  static finished_run without_result(int exit_code,
                                     const conclusion_of_run& conclude) {
    finished_run over{{}, "", exit_code};
    conclude(over);
    return over;
  }

  finished_run finish(const conclusion_of_run& conclude) {
    note_locks();
    log_->add(tools::run_finish{signal_        ? tools::run_end::interrupted
                                : has_stopped_ ? tools::run_end::stopped
                                               : tools::run_end::complete});
    log_->flush();
    if (!log_->problem().empty()) {
      given_.err << "parallel-testing run: " << log_->problem() << "\n";
    }
    joined_run joined = join_nodes(with_, tests_, nodes_.names(), outputs_);
    const int code = exit_code_of(joined.result);
    finished_run over{std::move(joined.result), std::move(joined.events), code};
    conclude(over);
    nodes_.wait_for_steps();
    return over;
  }

  [[nodiscard]] int exit_code_of(const tools::run_result& result) const {
    if (signal_) {
      return exit_after_signal + *signal_;
    }
    if (!units_.are_done() && !has_stopped_) {
      given_.err
          << "parallel-testing run: no node is left; the tests without a "
             "result did not run\n";
      return cli::exit_environment;
    }
    return exit_code_for(given_, wanted_, result, 0);
  }

  const cli::invocation& given_;
  const options& wanted_;
  const tools::sorted_arguments& sorted_;
  run_settings with_;
  cluster::work_files files_;
  cluster_tests tests_{};
  std::unique_ptr<display> display_;
  signals signals_;
  cluster_nodes nodes_;
  std::unique_ptr<tools::event_writer> log_;  ///< null: no node yet
  cluster::order_writer orders_;
  cluster::open_units units_;
  cluster::lock_turns locks_;
  lost_tests lost_;
  first_ends first_ends_;
  std::int64_t silence_ns_;
  std::int64_t start_ns_;
  std::vector<std::string> licences_;
  /// One task of an array holds the licences and runs their tests.
  bool has_licensed_task_ = false;
  std::vector<cluster::unit> list_;
  std::map<int, watched_test> ended_;  ///< in this round
  /// Ended attempts in this round, by number and node.
  std::map<std::pair<int, std::string>, int> attempts_;
  std::unordered_map<std::string, std::string> outputs_;
  std::optional<int> signal_;
  int bad_ = 0;
  int again_count_ = 0;
  int last_occasion_ = 0;  ///< for which agents were started again
  int look_again_ms_ = least_look_again_ms;
  std::int64_t news_ns_ = 0;  ///< the latest of any node
  std::size_t workers_of_node_ = 1;
  bool has_removed_runs_ = false;
  bool has_lost_ = false;  ///< two nodes of a test ended
  bool has_stopped_ = false;
  bool was_interrupted_ = false;
  bool was_stopped_ = false;
  bool was_ended_ = false;
};

}  // namespace

finished_run run_on_cluster(const cli::invocation& given, const options& wanted,
                            const tools::sorted_arguments& sorted,
                            const conclusion_of_run& conclude) {
  return cluster_runner(given, wanted, sorted).run(conclude);
}

}  // namespace parallel_testing::run_command
