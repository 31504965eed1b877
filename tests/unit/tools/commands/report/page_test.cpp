// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The page of a report, clicked and looked at in a real browser.
#include "commands/report/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "browser.hpp"
#include "events/log_files.hpp"
#include "results/artifacts.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::report_command {
namespace {

using testing::ElementsAre;

tools::run_result sample() {
  const tools::event_log log =
      tools::load_event_logs({std::string(REPORT_DATA) + "/events.ndjson"});
  return tools::build_run_result(log.events, {});
}

tools::run_result run_with(std::size_t tests) {
  constexpr std::int64_t ms = 1'000'000;
  tools::run_result run;
  run.start_mono_ns = 1;
  run.workers = 8;
  for (std::size_t at = 0; at < tests; ++at) {
    const auto number = static_cast<std::int64_t>(at);
    tools::attempt attempt;
    attempt.outcome =
        at % 100 == 7 ? tools::verdict::fail : tools::verdict::pass;
    attempt.worker = "gw" + std::to_string(at % 8);
    attempt.start_mono_ns = 1 + number / 8 * 5 * ms;
    attempt.duration_ns = 4 * ms;
    tools::test_result test;
    test.name = "Suite.Case" + std::to_string(at);
    test.attempts = {attempt};
    run.tests.push_back(test);
  }
  run.wall_ns = static_cast<std::int64_t>(tests) / 8 * 5 * ms;
  return run;
}

/// Tests of these names that ran side by side, the first one failed.
tools::run_result side_by_side(const std::vector<std::string>& names) {
  constexpr std::int64_t ms = 1'000'000;
  tools::run_result run;
  run.build = "/it's a build";
  run.start_mono_ns = 1;
  run.wall_ns = 10 * ms;
  for (const std::string& name : names) {
    const auto number = static_cast<std::int64_t>(run.tests.size());
    tools::attempt attempt;
    attempt.outcome = number == 0 ? tools::verdict::fail : tools::verdict::pass;
    attempt.message = number == 0 ? "two\nlines" : "";
    attempt.worker = "gw" + std::to_string(number);
    attempt.start_mono_ns = 1 + number * ms;
    attempt.duration_ns = 3 * ms + number * 1'000;
    tools::test_result test;
    test.name = name;
    test.attempts = {attempt};
    run.tests.push_back(test);
  }
  return run;
}

class page : public testing::Test {
 protected:
  void SetUp() override {
    if (browser_.empty()) {
      GTEST_SKIP() << "no chromium on PATH: install Debian's package chromium";
    }
  }

  std::vector<std::string> notes(const std::string& text,
                                 const std::string& script) {
    return notes_of(browser_, text, script);
  }

  std::vector<std::string> notes(const std::string& script) {
    return notes(page_text(sample(), {sample()}), script);
  }

 private:
  std::string browser_ = find_browser();
};

TEST_F(page, table_is_sorted_by_what_went_wrong_first) {
  EXPECT_THAT(notes(R"(
    note('title', document.title);
    note('count', $('#count').textContent);
    for (const row of all('.row')) {
      note(row.children[0].textContent, row.children[1].textContent);
    })"),
              ElementsAre("title: shop: 11 tests", "count: 11 of 11 tests",
                          "failed: Orders.Total", "crashed: Orders.Crash",
                          "timed out: Orders.Hangs", "leaked: serve",
                          "not run: missing", "flaky: Orders.Flaky",
                          "left behind: serve.quietly",
                          "passed: Orders.Migrate", "passed: Orders.Export",
                          "passed: smoke <b>&\"quoted\"</script>",
                          "skipped: Orders.Skips"));
}

TEST_F(page, click_on_a_heading_sorts_and_again_reverses) {
  EXPECT_THAT(notes(R"(
    const first = () => $('.row').children[1].textContent;
    $('[data-column=duration]').click();
    note('longest', first());
    $('[data-column=duration]').click();
    note('shortest', first());
    $('[data-column=waited]').click();
    note('waited', $('.row').children[4].textContent);)"),
              ElementsAre("longest: Orders.Export", "shortest: missing",
                          "waited: 400.0 ms"));
}

TEST_F(page, filter_finds_names_markers_locks_and_results) {
  EXPECT_THAT(
      notes(R"(
    for (const text of ['orders.EX', 'database:orders', 'crash', 'no such',
                        'orders gw1', '']) {
      type($('#filter'), text);
      note(text, $('#count').textContent + ', ' + all('.row').length);
    })"),
      ElementsAre("orders.EX: 1 of 11 tests, 1",
                  "database:orders: 2 of 11 tests, 2",
                  "crash: 1 of 11 tests, 1", "no such: 0 of 11 tests, 0",
                  "orders gw1: 2 of 11 tests, 2", ": 11 of 11 tests, 11"));
}

TEST_F(page, buttons_of_results_hide_and_show_them) {
  EXPECT_THAT(notes(R"(
    const button = $('#outcomes [data-status=pass]');
    note('button', button.textContent);
    button.click();
    note('hidden', $('#count').textContent + button.ariaPressed);
    button.click();
    note('shown', $('#count').textContent + button.ariaPressed);)"),
              ElementsAre("button: passed 3", "hidden: 8 of 11 testsfalse",
                          "shown: 11 of 11 teststrue"));
}

TEST_F(page, click_on_a_row_shows_attempts_locks_and_earlier_runs) {
  EXPECT_THAT(
      notes(R"(
    note('hidden', $('#detail').hidden);
    type($('#filter'), 'Export');
    $('.row').click();
    note('name', $('#detail h2').textContent);
    const text = $('#detail').textContent;
    note('place', text.includes('/src/shop/tests/orders_test.cpp:19'));
    note('lock', text.includes('waited 400.0 ms'));
    note('before', text.includes('before: passed'));
    type($('#filter'), 'Flaky');
    $('.row').click();
    note('message', $('#detail pre').textContent);
    note('attempts', $('#detail').textContent.includes('attempt 2 on gw1'));
    key($('#table'), 'ArrowDown');
    note('same', $('#detail h2').textContent);)"),
      ElementsAre("hidden: true", "name: Orders.Export", "place: true",
                  "lock: true", "before: true", "message: the moon was full",
                  "attempts: true", "same: Orders.Flaky"));
}

TEST_F(page, C69_what_a_test_left_behind_is_shown_with_it) {
  EXPECT_THAT(notes(R"(
    const buttons = all('#outcomes [data-status^=le]');
    note('buttons', buttons.map((each) => each.textContent).join(', '));
    type($('#filter'), 'serve.quietly');
    $('.row').click();
    note('text', $('#detail').textContent.includes('left behind: sleep'));)"),
              ElementsAre("buttons: leaked 1, left behind 1", "text: true"));
}

TEST_F(page, C74_hostile_name_stays_text) {
  EXPECT_THAT(notes(R"(
    type($('#filter'), 'smoke');
    $('.row').click();
    note('name', $('#detail h2').textContent);
    note('elements', all('#table b, #detail b').length);
    note('scripts', document.scripts.length);)"),
              ElementsAre("name: smoke <b>&\"quoted\"</script>", "elements: 0",
                          "scripts: 4"));
}

TEST_F(page, row_of_a_name_with_line_breaks_stays_in_its_place) {
  EXPECT_THAT(notes(page_text(side_by_side({"a\nb\r\nc\rd\u2028e\x01", "B",
                                            std::string(100'000, 'x'), "D"}),
                              {}),
                    R"(
    const rows = all('.row');
    note('name', rows[0].children[1].textContent);
    note('tops', rows.map((e) => e.style.top).join(' '));
    note('overlaps', rows.some((row, at) => at > 0 &&
        row.getBoundingClientRect().top <
            rows[at - 1].getBoundingClientRect().bottom));
    note('cells', rows.every((row) => [...row.children].every((cell) =>
        cell.getBoundingClientRect().height <= 24 &&
        cell.getClientRects().length === 1)));
    note('inside', rows.every((row) =>
        [...row.children].every((cell) => cell.scrollHeight <= 24)));
    note('wide', rows[2].scrollWidth <= $('#table').clientWidth);)"),
              ElementsAre("name: a↵b↵c↵d↵e␁", "tops: 0px 24px 48px 72px",
                          "overlaps: false", "cells: true", "inside: true",
                          "wide: true"));
}

TEST_F(page, times_in_rows_are_finer_than_hundredths_of_a_second) {
  tools::run_result run = side_by_side({"A", "B", "C", "D"});
  run.tests[0].attempts[0].duration_ns = 17'345'678;
  run.tests[1].attempts[0].duration_ns = 1'234'567'000;
  run.tests[2].attempts[0].duration_ns = 812'000;
  run.tests[3].attempts[0].duration_ns = 123'456'000'000;
  EXPECT_THAT(
      notes(page_text(run, {}), R"(
    const column = all('#head > div').findIndex(
        (each) => each.dataset.column === 'duration');
    for (const row of all('.row')) {
      note(row.children[1].textContent, row.children[column].textContent);
    })"),
      ElementsAre("A: 17.3 ms", "B: 1.235 s", "C: 812 µs", "D: 123.5 s"));
}

TEST_F(page, rows_have_the_reason_why_a_test_did_not_pass) {
  EXPECT_THAT(
      notes(R"(
    const column = all('#head > div').findIndex(
        (each) => each.dataset.column === 'reason');
    for (const row of all('.row')) {
      const reason = row.children[column].textContent;
      if (reason) note(row.children[1].textContent, reason);
    }
    type($('#filter'), 'moon');
    note('found', $('#count').textContent);)"),
      ElementsAre("Orders.Total: Expected equality of these values: total "
                  "Which is: 3 4",
                  "Orders.Crash: Exception: SegFault", "Orders.Hangs: Timeout",
                  "serve: left behind: sleep",
                  "missing: Unable to find executable: /b/missing",
                  "Orders.Flaky: the moon was full",
                  "serve.quietly: left behind: sleep",
                  "Orders.Skips: no printer here", "found: 1 of 11 tests"));
}

TEST_F(page, what_ran_beside_a_test_is_shown_and_leads_there) {
  EXPECT_THAT(notes(page_text(side_by_side({"A", "B", "C", "D"}), {}), R"(
    $('.row').click();
    note('summary', $('.beside summary').textContent);
    note('open', $('.beside').open);
    note('items', all('.beside li').map((e) => e.textContent).join('|'));
    $('.beside button').click();
    note('there', $('#detail h2').textContent);
    note('back', all('.beside li').map((e) => e.textContent).join('|'));)"),
              ElementsAre("summary: ran beside 2 others", "open: true",
                          "items: passed B 2.0 ms of 3.0 ms, on gw1|"
                          "passed C 1.0 ms of 3.0 ms, on gw2",
                          "there: B",
                          "back: passed C 2.0 ms of 3.0 ms, on gw2|"
                          "failed A 2.0 ms of 3.0 ms, on gw0|"
                          "passed D 1.0 ms of 3.0 ms, on gw3"));
}

TEST_F(page, of_a_test_beside_hundreds_lists_some_and_reports_how_many) {
  tools::run_result run = run_with(400);
  for (tools::test_result& each : run.tests) {
    each.attempts[0].start_mono_ns = 1;
    each.attempts[0].worker.clear();
  }
  EXPECT_THAT(
      notes(page_text(run, {}), R"(
    $('.row').click();
    note('summary', $('.beside summary').textContent);
    note('last', all('.beside li').pop().textContent);)"),
      ElementsAre("summary: ran beside 399 others", "last: and 349 more"));
}

TEST_F(page, C98_an_open_row_has_the_command_and_the_artifacts_of_its_test) {
  tools::run_result run = side_by_side({"A's (b)\n", "B"});
  run.tests[0].attempts[0].artifacts = {
      {"shot.svg", "/b/runs/1/artifacts/a/shot.svg", 1,
       tools::artifact_kind::picture,
       tools::data_uri("shot.svg",
                       "<svg xmlns='http://www.w3.org/2000/svg' width='7' "
                       "height='5'/>")},
      {"<b>#?%.log", "/b/runs/1/artifacts/a/<b>#?%.log", 2048,
       tools::artifact_kind::text, "<script>alert(1)</script>"},
      {"core", "/b/runs/1/artifacts/a/core", 3U << 20U}};
  EXPECT_THAT(notes(page_text(run, {}, "", {}, "/b/runs"), R"(
    $('.row').click();
    note('command', $('.command code').textContent);
    $('.command button').click();
    note('selected', getSelection().toString() ===
        $('.command code').textContent);
    const picture = $('.artifact img');
    await picture.decode();
    note('picture', picture.naturalWidth + 'x' + picture.naturalHeight);
    for (const each of all('.artifact')) {
      note(each.firstChild.getAttribute('href'), each.textContent);
    })"),
              ElementsAre("command: ctest --test-dir '/it'\\''s a build' "
                          "--output-on-failure -R '^A'\\''s \\(b\\).$'",
                          "selected: true", "picture: 7x5",
                          "./1/artifacts/a/shot.svg: shot.svg (1 B)",
                          "./1/artifacts/a/%3Cb%3E%23%3F%25.log: <b>#?%.log "
                          "(2.0 KiB)<script>alert(1)</script>",
                          "./1/artifacts/a/core: core (3.0 MiB)"));
}

TEST_F(page, timeline_zooms_moves_and_goes_back) {
  EXPECT_THAT(notes(R"(
    const canvas = $('#timeline');
    const range = () => [canvas.dataset.from, canvas.dataset.to]
        .map((us) => Math.round(us / 1000)).join('-');
    note('all', range());
    $('#zoom-in').click(); await frame();
    note('in', range());
    key(canvas, 'ArrowRight'); await frame();
    note('right', range());
    $('#zoom-out').click(); await frame();
    note('out', range());
    key(canvas, '+'); await frame();
    key(canvas, '0'); await frame();
    note('reset', range());
    canvas.dispatchEvent(new WheelEvent('wheel',
        {ctrlKey: true, deltaY: -1, clientX: 0, clientY: 30}));
    await frame();
    note('wheel', range());)"),
              ElementsAre("all: 0-1055", "in: 264-791", "right: 369-897",
                          "out: 0-1055", "reset: 0-1055", "wheel: 0-844"));
}

TEST_F(page, timeline_has_lanes_for_workers_and_locks_in_colours_of_results) {
  EXPECT_THAT(notes(R"(
    const canvas = $('#timeline');
    const context = canvas.getContext('2d');
    const pixel = (ms, lane) => {
      const x = 150 + ms / 1055 * (canvas.clientWidth - 150);
      const p = context.getImageData(x * devicePixelRatio,
          (22 + lane * 20 + 5) * devicePixelRatio, 1, 1).data;
      return '#' + [p[0], p[1], p[2]].map(
          (n) => n.toString(16).padStart(2, '0')).join('');
    };
    const style = getComputedStyle(document.documentElement);
    const name = (colour) => ['pass', 'fail', 'crash', 'timeout', 'skip',
        'flaky', 'lock'].find((each) =>
            style.getPropertyValue('--' + each).trim() === colour) || colour;
    note('lanes', (canvas.clientHeight - 22) / 20);
    note('migrate', name(pixel(200, 0)));
    note('total', name(pixel(450, 0)));
    note('hangs', name(pixel(800, 0)));
    note('flaky', name(pixel(780, 1)));
    note('lock', name(pixel(300, 3)));)"),
              ElementsAre("lanes: 4", "migrate: pass", "total: fail",
                          "hangs: timeout", "flaky: flaky", "lock: lock"));
}

TEST_F(page, hover_reports_and_click_selects_in_the_timeline) {
  EXPECT_THAT(notes(R"(
    const canvas = $('#timeline');
    const at = (kind, ms, lane) => {
      const box = canvas.getBoundingClientRect();
      mouse(canvas, kind, box.left + 150 + ms / 1055 * (box.width - 150),
            box.top + 22 + lane * 20 + 10);
    };
    at('mousemove', 800, 0);
    note('test', $('#tooltip').textContent);
    at('mousemove', 200, 1);
    note('wait', $('#tooltip').textContent);
    at('mousemove', 300, 3);
    note('lock', $('#tooltip').textContent);
    at('mousemove', 1040, 1);
    note('nothing', $('#tooltip').hidden);
    at('click', 800, 0);
    note('selected', $('#detail h2').textContent);)"),
              ElementsAre("test: Orders.Hangs\ntimed out, 500.0 ms on gw0",
                          "wait: Orders.Export\nwaited 400.0 ms for "
                          "database:orders",
                          "lock: Orders.Migrate\nheld database:orders alone "
                          "for 399.0 ms",
                          "nothing: true", "selected: Orders.Hangs"));
}

/// A page of which the tests share two resources.
std::string page_with_sharing(const std::string& name = "Store.Add") {
  known_sharing known;
  for (const std::string& each :
       {name, std::string("Store.Read"), std::string("Net.Serves")}) {
    tools::watched_test test;
    test.name = test.ctest_name = each;
    known.of.tests.push_back(test);
  }
  tools::shared_resource file;
  file.name = "/tmp/orders.db";
  file.roles = {{{observed::use::write}, false, "writes /tmp/orders.db", {0}},
                {{observed::use::read}, true, "reads /tmp/orders.db", {1}}};
  file.conflicts = {{0, 1, tools::relation::collision, tools::strength::strong,
                     "Store.Add writes /tmp/orders.db; Store.Read reads it"}};
  tools::shared_resource port;
  port.what.kind = observed::resource_kind::port;
  port.what.protocol = "tcp";
  port.what.port = 8080;
  port.kind = tools::category::ports;
  port.roles = {{{observed::use::bind}, false, "binds TCP port 8080", {0, 2}}};
  port.conflicts = {{0, 0, tools::relation::collision, tools::strength::weak,
                     "both bind TCP port 8080"}};
  known.found.shared = {file, port};
  tools::suggestion remedy;
  remedy.kind = tools::remedy_kind::isolate_tmp;
  remedy.marker = "isolate:tmp";
  remedy.reason = "they use fixed names in /tmp";
  remedy.resources = {0};
  known.plan.suggestions = {remedy};
  return page_text(sample(), {}, "", known);
}

TEST_F(page, matrix_has_a_row_for_each_test_and_a_column_for_each_resource) {
  EXPECT_THAT(
      notes(page_with_sharing(), R"(
    note('head', all('#matrix thead th').map((e) => e.textContent).join('|'));
    for (const row of all('#matrix tbody tr')) {
      note(row.children[0].textContent,
           [...row.children].slice(1).map((e) => e.textContent || '-').join(''));
    })"),
      ElementsAre("head: test|files: /tmp/orders.db|ports: TCP port 8080",
                  "Store.Add: ●●", "Store.Read: ○-", "Net.Serves: -●"));
}

TEST_F(page, matrix_is_sorted_by_a_click_on_a_heading) {
  EXPECT_THAT(notes(page_with_sharing(), R"(
    const names = () => all('#matrix tbody th').map(
        (e) => e.textContent).join(' ');
    $('#matrix [data-column="1"]').click();
    note('port', names());
    $('#matrix [data-column="1"]').click();
    note('again', names());
    $('#matrix [data-column="-1"]').click();
    note('name', names());)"),
              ElementsAre("port: Store.Add Net.Serves Store.Read",
                          "again: Store.Read Net.Serves Store.Add",
                          "name: Net.Serves Store.Add Store.Read"));
}

TEST_F(page, click_in_the_matrix_shows_the_evidence) {
  EXPECT_THAT(notes(page_with_sharing(), R"(
    note('hidden', $('#shared-detail').hidden);
    $('#matrix tbody button').click();
    for (const part of all('#shared-detail h3, #shared-detail p')) {
      note(part.tagName, part.textContent);
    })"),
              ElementsAre("hidden: true", "H3: Store.Add · /tmp/orders.db",
                          "P: writes /tmp/orders.db",
                          "P: strong conflict: Store.Add writes "
                          "/tmp/orders.db; Store.Read reads it",
                          "P: → isolate:tmp: they use fixed names in /tmp"));
}

TEST_F(page, C74_hostile_name_in_the_matrix_stays_text) {
  EXPECT_THAT(notes(page_with_sharing("<b>x</b></script>"), R"(
    note('name', $('#matrix tbody th').textContent);
    $('#matrix tbody button').click();
    note('elements', all('#shared b').length);)"),
              ElementsAre("name: <b>x</b></script>", "elements: 0"));
}

TEST_F(page, has_no_matrix_if_no_test_was_watched) {
  EXPECT_THAT(notes(R"(
    note('children', $('#shared').children.length);)"),
              ElementsAre("children: 0"));
}

TEST_F(page, is_light_and_dark) {
  EXPECT_THAT(notes(R"(
    const back = () => getComputedStyle(document.body).backgroundColor;
    note('first', back());
    $('#theme').click();
    note('then', back());
    $('#theme').click();
    note('again', back());)"),
              ElementsAre("first: rgb(255, 255, 255)", "then: rgb(21, 24, 28)",
                          "again: rgb(255, 255, 255)"));
}

TEST_F(page, locks_and_earlier_runs_are_listed) {
  EXPECT_THAT(notes(R"(
    note('locks', all('#locks tbody tr').map((e) => e.textContent).join('|'));
    $('#locks tbody tr').click();
    note('filtered', $('#count').textContent);
    note('runs', all('#history tbody tr').length);)"),
              ElementsAre("locks: database:orders2 ×698.0 ms400.0 ms",
                          "filtered: 2 of 11 tests", "runs: 2"));
}

TEST_F(page, of_20000_tests_only_has_the_rows_in_sight) {
  EXPECT_THAT(notes(page_text(run_with(20'000), {}), R"(
    note('few', all('.row').length < 100);
    note('height', $('#rows').offsetHeight);
    $('[data-column=full]').click();
    $('[data-column=start]').click();
    const table = $('#table');
    table.scrollTop = table.scrollHeight;
    table.dispatchEvent(new Event('scroll'));
    await frame();
    note('last', all('.row').pop().children[1].textContent);
    note('still few', all('.row').length < 100);)"),
              ElementsAre("few: true", "height: 480000",
                          "last: Suite.Case19999", "still few: true"));
}

TEST_F(page, of_no_test_is_shown) {
  EXPECT_THAT(notes(page_text({}, {}), R"(
    note('count', $('#count').textContent);)"),
              ElementsAre("count: 0 of 0 tests"));
}

}  // namespace
}  // namespace parallel_testing::report_command
