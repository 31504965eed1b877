// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_ORPHANS_HPP
#define PARALLEL_TESTING_SRC_ORPHANS_HPP

#include <sys/types.h>

#include <string>

// The processes that a launcher left which was killed: it marks what it starts
// in the environment, and whoever takes over what it held ends them first.
namespace parallel_testing {

/// The variable with the mark; a test that may leave processes has none.
extern const char* const mark_variable;

/// The mark of the launcher with this process_token(); it names the namespace
/// of process ids, because numbers mean something in one of them only.
std::string mark_of_launcher(const std::string& token);

/// Ends the processes that carry the mark of a launcher which is dead or dying,
/// and returns when they are gone, together with whatever is exiting, whose
/// mark cannot be read any more. Processes of another namespace, and what
/// carries no such mark, are left alone. Throws error when one cannot be ended.
void end_orphans_of(const std::string& mark);

/// Whether the launcher with this mark lives; one on its way out does not.
bool is_launcher_alive(const std::string& mark);

/// Ends the processes of all launchers of this user that are dead.
void end_orphans();

}  // namespace parallel_testing

#endif
