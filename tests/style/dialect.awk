# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What clang-tidy 14 has no check for. Prints a line for each deviation and
# fails when there is one:
#
#   awk -f dialect.awk [-v head_only=1] <file>...
#
# - The first line names the license.
# - A header begins with #pragma once after its comment; it has no include guard.
# - A comment above a declaration begins with ///, one after a field, a constant
#   or an enumerator with ///<. All other comments begin with //. With head_only
#   comments are not looked at.
#
# It relies on the layout of clang-format, and does not understand C++: a line
# that ends in { opens a function, unless it says namespace, class, struct, union
# or enum, and the function ends at the } below the start of its declaration.

function report(text) {
  printf "%s:%d: %s\n", FILENAME, FNR, text
  deviates = 1
}

function indentation(line) {
  match(line, /^ */)
  return RLENGTH
}

# Tools read these, and not people.
function is_directive(comment) {
  return comment ~ /NOLINT|IWYU|SPDX|clang-format o/
}

function opens_scope(line) {
  gsub(/\[\[[^]]*\]\]|alignas\([^)]*\)/, "", line)
  if (line ~ /^ *: (public|protected|private) /) return 1
  if (line ~ /(^|[ (])(namespace|extern "") ?.*\{$/ && line !~ /[();=]/) return 1
  return line ~ /(^|[ ])(class|struct|union|enum) / && line !~ /\).*\{$|=/
}

function end_block(next_line) {
  if (block == "//" && next_line !~ /^ *([}#]|(public|protected|private):|namespace|$)/) {
    printf "%s:%d: a comment above a declaration begins with ///\n", FILENAME, block_line
    deviates = 1
  }
  block = ""
}

FNR == 1 {
  block = ""; in_function = 0; raw = ""; in_macro = 0; continues = 0
  has_begun = 0; after_field = 0
  if ($0 != "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception")
    report("the first line is not '// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception'")
}
FILENAME ~ /[.]hpp$/ && !has_begun && !/^(\/\/|$)/ {
  has_begun = 1
  if ($0 != "#pragma once") report("a header begins with '#pragma once'")
}
/^#ifndef [A-Z0-9_]+_HPP_?$/ && FILENAME ~ /[.]hpp$/ {
  report("headers have '#pragma once' instead of include guards")
}

head_only { next }

# Multi-line strings and macros.
raw != "" { if (index($0, raw)) raw = ""; next }
in_macro { in_macro = /\\$/; next }
/^ *#/ { end_block($0); in_macro = /\\$/; if ($0 !~ /\/\//) next }

{
  code = $0
  gsub(/\\./, "", code)
  if (match(code, /R"[^(" ]*\(/)) {
    end = ")" substr(code, RSTART + 2, RLENGTH - 3) "\""
    if (!index(substr(code, RSTART + RLENGTH), end)) raw = end
  }
  gsub(/"[^"]*"/, "\"\"", code)
  gsub(/'[^']'/, "''", code)
  comment = ""
  if (match(code, /\/\//)) {
    comment = substr(code, RSTART)
    code = substr(code, 1, RSTART - 1)
  }
  sub(/ +$/, "", code)
  kind = comment ~ /^\/\/\/</ ? "///<" : comment ~ /^\/\/\// ? "///" : "//"
}

comment != "" && code == "" {
  if (is_directive(comment)) next
  if (after_field && indentation($0) > 2 && indentation($0) == field_column) {
    if (kind != "///<") report("a comment after a field begins with ///<")
    next
  }
  if (kind == "///<") report("///< follows a field in the same line")
  else if (in_function && kind == "///") report("a comment inside of a function begins with //")
  else if (!in_function && block == "") { block = kind; block_line = FNR }
  next
}

code == "" { end_block(""); after_field = 0; next }

{
  if (block != "") end_block(code)
  after_field = 0
  if (in_function) {
    if (comment != "" && kind != "//") report("a comment inside of a function begins with //")
    if (in_list && code ~ /\};$/) in_function = 0
    else if (code ~ /^ *\}/ && indentation(code) <= start) {
      # `} else {` and `}, {` go on.
      if (code !~ /\{$/) in_function = 0
      continues = in_function ? continues : 0
    }
    next
  }
  begins = !continues
  if (begins) start = indentation(code)
  continues = code !~ /[;{}:]$/
  if (comment != "" && !is_directive(comment) && code !~ /^ *[}#]/) {
    if (kind != "///<") report("a comment after a field begins with ///<")
    after_field = 1
    field_column = index($0, comment) - 1
  }
  if (code ~ /\{$/ && !opens_scope(code)) {
    in_function = 1
    in_list = code ~ /(= |[^ ])\{$/
  }
  # An enumerator.
  if (begins && code ~ /^ [^(]*,$/) continues = 0
}

END { exit deviates }
