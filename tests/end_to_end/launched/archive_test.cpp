// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An archive of discovered and launched tests, run by another user on a machine
// without both trees, the package and a compiler.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Hides everything that the other machine does not have, in a mount namespace:
/// $1 is the archive, $2 and following directories are hidden. Then runs a
/// script as another user if this one may do so.
constexpr const char* other_machine = R"sh(
archive=$1; tool=$2; shift 2
mount -t tmpfs none /mnt && chmod 1777 /mnt || exit 77
cp "$archive" /mnt/a && cp "$tool" /mnt/tool && mkdir /mnt/home || exit 78
chmod 1777 /mnt/home
for hidden; do
  [ ! -d "$hidden" ] || mount -t tmpfs none "$hidden" || exit 79
done
for compiler in cc c++ gcc g++ clang clang++; do
  path=$(readlink -f "$(command -v $compiler)") && mount --bind /dev/null "$path"
done
cat >/mnt/script <<'END'
unset PARALLEL_TESTING_TEMP_ROOT
export HOME=/mnt/home TMPDIR=/mnt/home PARALLEL_TESTING_STATE_DIR=/mnt/home/s
export E2E_NOTES=/mnt/home/notes E2E_SECTIONS=/mnt/home/sections
cd /mnt/home && mkdir sections
umask 022
/mnt/tool run --archive /mnt/a --to new -LE waits --format json
echo "exit: $?"
new/tool/bin/parallel-testing report new/build --format json
echo "report: $?"
new/tool/bin/parallel-testing explain script.1 --test-dir new/build
echo "explain: $?; user: $(id -u)"
END
if setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
  exec setpriv --reuid 65534 --regid 65534 --clear-groups sh /mnt/script
fi
exec sh /mnt/script
)sh";

struct archive : testing::Test {
  sandbox box{E2E_BUILD};

  /// The JSON document in the output that begins with "{\n" after `from`.
  static json json_after(const std::string& output, std::size_t from) {
    const std::size_t start = output.find("{\n", from);
    const std::size_t end = output.find("\n}\n", start);
    if (start == std::string::npos || end == std::string::npos) {
      throw std::runtime_error(output);
    }
    return json::parse(output.substr(start, end + 2 - start));
  }

  static std::vector<std::string> outcomes_in(const json& run) {
    std::vector<std::string> result;
    for (const json& each : run.at("tests")) {
      result.push_back(each.at("name").get<std::string>() + "=" +
                       each.at("outcome").get<std::string>());
    }
    std::sort(result.begin(), result.end());
    return result;
  }
};

TEST_F(archive, C103_another_user_runs_the_same_tests_with_the_same_verdicts) {
  const std::string file = box.path("a.tar.zst");
  const finished_process made =
      box.run({E2E_TOOL, "archive", E2E_BUILD, "--to", file});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  const finished_process before =
      box.run({E2E_TOOL, "run", E2E_BUILD, "-LE", "waits", "--format", "json"});
  ASSERT_EQ(before.exit_code, 0) << before.output;
  const std::string own_root = ::geteuid() == 0 ? "-m" : "-Urm";
  const finished_process ended =
      box.run({"unshare", own_root, "sh", "-c", other_machine, "sh", file,
               E2E_TOOL, PROJECT_TREES});
  if (ended.exit_code == 77 || ended.output.find("unshare:") == 0) {
    GTEST_SKIP() << "there are no mount namespaces: " << ended.output;
  }
  ASSERT_THAT(ended.output, HasSubstr("exit: 0"));
  EXPECT_EQ(outcomes_in(json_after(ended.output, 0)),
            outcomes_in(json_after(before.output, 0)));
  EXPECT_THAT(ended.output, HasSubstr("report: 0"));
  EXPECT_THAT(ended.output, HasSubstr("lock:script"));
  EXPECT_THAT(ended.output, HasSubstr("explain: 0"));
  const std::string user = ::geteuid() == 0 ? "user: 65534" : "user: 0";
  EXPECT_THAT(ended.output, HasSubstr(user));
}

}  // namespace
}  // namespace parallel_testing::support
