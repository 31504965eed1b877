// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/mpi_command.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::launcher {
namespace {

std::string command_with(const mpi_starter& starter, run_as user) {
  std::string text;
  for (const std::string& each :
       mpi_command(starter, 4, user, {"watch", "--"}, {"test", "-a"})) {
    text += (text.empty() ? "" : " ") + each;
  }
  return text;
}

mpi_starter starter_of(mpi_kind kind) {
  mpi_starter result;
  result.kind = kind;
  result.program = "m";
  return result;
}

TEST(mpi_command, C111_has_the_flags_of_each_mpi) {
  const std::string rest = " watch -- test -a";
  EXPECT_EQ(command_with(starter_of(mpi_kind::openmpi), run_as::user),
            "m -n 4 --oversubscribe --bind-to none" + rest);
  EXPECT_EQ(command_with(starter_of(mpi_kind::openmpi), run_as::root),
            "m -n 4 --oversubscribe --bind-to none --allow-run-as-root" + rest);
  EXPECT_EQ(command_with(starter_of(mpi_kind::mpich), run_as::root),
            "m -n 4 -bind-to none" + rest);
  EXPECT_EQ(command_with(starter_of(mpi_kind::intel), run_as::root),
            "m -n 4 -genv I_MPI_PIN 0" + rest);
  EXPECT_EQ(command_with(starter_of(mpi_kind::slurm), run_as::user),
            "m -n 4 --cpu-bind=none --overcommit --overlap "
            "--kill-on-bad-exit=1" +
                rest);
  EXPECT_EQ(command_with(starter_of(mpi_kind::other), run_as::root),
            "m -n 4" + rest);
}

TEST(mpi_command, C111_has_the_flags_of_the_project_where_mpi_reads_them) {
  mpi_starter starter = starter_of(mpi_kind::other);
  starter.count_flag = "-np";
  starter.before = {"--host", "a b"};
  starter.after = {"-p"};
  EXPECT_EQ(command_with(starter, run_as::user),
            "m -np 4 --host a b watch -- test -p -a");
}

TEST(mpi_command, kinds_have_names) {
  EXPECT_EQ(mpi_kind_of("slurm"), mpi_kind::slurm);
  EXPECT_EQ(mpi_kind_of("lam"), std::nullopt);
}

}  // namespace
}  // namespace parallel_testing::launcher
