# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes the manual pages and completions of PROGRAM below DIRECTORY, as they
# are installed below `share`:
#   cmake -D PROGRAM=<path> -D DIRECTORY=<directory> -P WriteFiles.cmake
cmake_minimum_required(VERSION 3.25)

function(write_file name)
  execute_process(
    COMMAND "${PROGRAM}" ${ARGN}
    OUTPUT_FILE "${DIRECTORY}/${name}"
    COMMAND_ERROR_IS_FATAL ANY
  )
endfunction()

execute_process(
  COMMAND "${PROGRAM}" --help
  OUTPUT_VARIABLE help
  COMMAND_ERROR_IS_FATAL ANY
)
# The commands are the first words of the indented lines.
string(REGEX MATCHALL "\n  [a-z]+ " commands "${help}")
file(REMOVE_RECURSE "${DIRECTORY}")
file(
  MAKE_DIRECTORY
  "${DIRECTORY}/man/man1" "${DIRECTORY}/bash-completion/completions"
  "${DIRECTORY}/fish/vendor_completions.d" "${DIRECTORY}/zsh/site-functions"
)
write_file(man/man1/parallel-testing.1 --man)
foreach(command IN LISTS commands)
  string(STRIP "${command}" command)
  write_file("man/man1/parallel-testing-${command}.1" --man "${command}")
endforeach()
write_file(bash-completion/completions/parallel-testing --completion bash)
write_file(fish/vendor_completions.d/parallel-testing.fish --completion fish)
write_file(zsh/site-functions/_parallel-testing --completion zsh)
