# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The page of a CMake function, from the reStructuredText above it. Of that it
# knows what the modules use: paragraphs, literal blocks, code blocks, lists of
# definitions and simple tables.

function inline_code(text) {
  gsub(/``/, "`", text)
  return text
}

function close_code() {
  # A block ends before the blank line that follows it.
  if (in_code) printf "```\n"
  if (in_code && blank) printf "\n"
  in_code = 0
}

# The columns of a simple table begin where its runs of '=' do.
function begin_table(line,    at, inside) {
  columns = 0
  for (at = 1; at <= length(line); ++at) {
    inside = substr(line, at, 1) == "="
    if (inside && (at == 1 || substr(line, at - 1, 1) != "=")) {
      starts[++columns] = at
    }
  }
  table_lines = 1
}

function print_row(line,    column, cell, row) {
  row = "|"
  for (column = 1; column <= columns; ++column) {
    cell = column < columns \
      ? substr(line, starts[column], starts[column + 1] - starts[column]) \
      : substr(line, starts[column])
    sub(/ +$/, "", cell)
    gsub(/\|/, "\\|", cell)
    row = row " " inline_code(cell) " |"
  }
  print row
}

/^#\[===\[\.rst:/ { inside = 1; next }
/^#\]===\]/ { if (inside) { close_code(); exit } }
!inside { next }

/^\.\. command::/ {
  print "# `" $3 "()`"
  next
}

{
  line = $0
  sub(/^  /, "", line)
}

in_code && line ~ /^(  |$)/ {
  if (line == "") { ++blank; next }
  for (; blank > 0; --blank) if (begun) print ""
  begun = 1
  print substr(line, 3)
  next
}
in_code { close_code(); blank = 0 }

line ~ /^=[= ]*=$/ {
  if (!table_lines) begin_table(line)
  else if (++table_lines == 2) {
    rule = "|"
    for (column = 1; column <= columns; ++column) rule = rule "---|"
    print rule
  } else table_lines = 0
  next
}
table_lines { print_row(line); next }

line ~ /^\.\. code-block::/ {
  split(line, words, " ")
  print "```" words[3]
  in_code = 1; begun = 0; blank = 0
  next
}
line ~ /^``[^`]*``(, ``[^`]*``)*$/ {
  print "- " inline_code(line) ":"
  next
}
line ~ /::$/ {
  print inline_code(substr(line, 1, length(line) - 1))
  print "\n```cmake"
  in_code = 1; begun = 0; blank = 0
  next
}
{ print inline_code(line) }
