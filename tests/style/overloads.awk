# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A unity build compiles several sources as one: a private function with the name
# of a public one is an overload there, and the sources below it call the wrong
# one without a warning when an argument converts. Prints a line for each private
# function whose first parameter is a text, a path or a number, when a header
# declares that name in its namespace or around it, and fails then:
#
#   awk -f overloads.awk <file>...
#
# The header of the source itself may: its functions are overloaded on purpose.
# It relies on the layout of clang-format, as dialect.awk does.

# The name of the function that is declared in this line; "" if there is none.
function declared(line) {
  gsub(/"[^"]*"/, "", line)
  sub(/^\[\[[^]]*\]\] */, "", line)
  if (line ~ /^([ #}\/]|namespace|using|struct|class|enum|union|template)/ ||
      line ~ / = |operator/ || !match(line, /(^|[ *&>])[a-z_][a-z0-9_]*\(/)) {
    return ""
  }
  parameters = substr(line, RSTART + RLENGTH)
  line = substr(line, RSTART, RLENGTH - 1)
  sub(/^[ *&>]/, "", line)
  return line
}

function converts(parameters) {
  sub(/^const /, "", parameters)
  return parameters ~ /^(std::(string|string_view|size_t|u?int[0-9]+_t|vector<std::string>)|(fs|std::filesystem)::path|char|int|bool|double)[ &*,]/
}

function stem(file) {
  sub(/[.][ch]pp$/, "", file)
  return file
}

FNR == 1 { depth = 0; is_private = 0; scopes[0] = "" }
/^namespace [a-z_:]+ \{$/ {
  scopes[depth + 1] = depth ? scopes[depth] "::" $2 : $2
  ++depth
}
/^namespace \{$/ { is_private = 1 }
/^\}  \/\/ namespace$/ { is_private = 0 }
/^\}  \/\/ namespace [a-z_:]+$/ { --depth }

{
  name = declared($0)
  if (name == "") next
  if (FILENAME ~ /[.]hpp$/) {
    headers[scopes[depth], name] = headers[scopes[depth], name] FILENAME " "
  } else if (is_private && converts(parameters)) {
    private_name[++count] = name
    private_scope[count] = scopes[depth]
    private_file[count] = FILENAME
    private_line[count] = FNR
  }
}

# A header other than that of `file` which declares `name` in `scope`; "" if there
# is none.
function other_header(scope, name, file,    found, each, k) {
  found = split(headers[scope, name], each, " ")
  for (k = 1; k <= found; ++k) {
    if (stem(each[k]) != stem(file)) return each[k]
  }
  return ""
}

END {
  for (i = 1; i <= count; ++i) {
    for (scope = private_scope[i]; scope != "";) {
      header = other_header(scope, private_name[i], private_file[i])
      if (header != "") {
        printf "%s:%d: %s also has %s(): a unity build mixes them up\n",
               private_file[i], private_line[i], header, private_name[i]
        deviates = 1
        break
      }
      if (!sub(/::[a-z_]+$/, "", scope)) scope = ""
    }
  }
  exit deviates
}
