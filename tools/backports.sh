# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# shellcheck shell=sh
# Sourced by scripts that need other packages than those of Debian 12: takes
# them from bookworm-backports, or from another suite, and unpacks them into a
# folder. apt gets a private configuration in a temporary folder, so the system
# does not change, and no privilege is needed.
#
#   backports_unpack <folder> libcatch2-dev     # files under <folder>/usr
#   suite_unpack sid <folder> googletest        # the same, of another suite
#   suite_unpack_programs experimental <folder> cmake cmake ctest
#                         # programs of a package, which run with the libraries
#                         # of their suite; needs patchelf

backports_are_for_this_system() {
  [ -r /etc/os-release ] && grep -q '^VERSION_CODENAME=bookworm$' \
    /etc/os-release && command -v apt-get >/dev/null
}

# The mirror that this system uses, because it may be a local one.
backports_mirror() {
  # shellcheck disable=SC2016 # apt-get expands it
  mirror=$(apt-get indextargets --format '$(REPO_URI)' \
    'Created-By: Packages' 'Codename: bookworm' 2>/dev/null | head -n 1)
  printf '%s\n' "${mirror:-http://deb.debian.org/debian}"
}

backports_apt() {
  apt_home=$1
  shift
  apt-get -qq -o Dir::Etc::SourceList="$apt_home/sources.list" \
    -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$apt_home/lists" \
    -o Dir::Cache="$apt_home/cache" -o APT::Sandbox::User="$(id -un)" "$@"
}

suite_download() (
  keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  suite=$1
  home=$2
  shift 2
  mkdir -p "$home/lists/partial" "$home/cache/archives/partial" "$home/packages"
  printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$(backports_mirror)" \
    "$suite" >"$home/sources.list"
  backports_apt "$home" update && cd "$home/packages" || exit 1
  backports_apt "$home" download "$@"
)

# The unpacked folder appears only when it is complete.
suite_unpack() (
  suite=$1
  folder=$2
  shift 2
  [ ! -d "$folder" ] || exit 0
  home=$(mktemp -d) || exit 1
  trap 'rm -rf "$home"' EXIT
  printf 'backports: fetching %s from %s into %s\n' "$*" "$suite" \
    "$folder" >&2
  suite_download "$suite" "$home" "$@" || exit 1
  mkdir -p "$(dirname "$folder")" "$home/unpacked" || exit 1
  for package in "$home"/packages/*.deb; do
    dpkg -x "$package" "$home/unpacked" || exit 1
  done
  cp -R "$home/unpacked" "$folder.$$" && mv "$folder.$$" "$folder"
)

backports_unpack() {
  suite_unpack bookworm-backports "$@"
}

# Everything that the package needs comes along, and the programs after it use
# that instead of what this system has.
suite_unpack_programs() (
  suite=$1
  folder=$(realpath -m "$2")
  package=$3
  shift 3
  [ ! -d "$folder" ] || exit 0
  home=$(mktemp -d) || exit 1
  trap 'rm -rf "$home"' EXIT
  printf 'backports: fetching %s from %s into %s\n' "$package" "$suite" \
    "$folder" >&2
  mkdir -p "$home/lists/partial" "$home/cache/archives/partial" \
    "$home/unpacked" "$(dirname "$folder")"
  : >"$home/status"
  for each in sid "$suite"; do
    printf 'deb [signed-by=%s] %s %s main\n' \
      /usr/share/keyrings/debian-archive-keyring.gpg "$(backports_mirror)" \
      "$each"
  done >"$home/sources.list"
  backports_apt "$home" update || exit 1
  backports_apt "$home" -o Dir::State::Status="$home/status" \
    -o Debug::NoLocking=1 --no-install-recommends --yes --download-only \
    -t "$suite" install "$package" >&2 || exit 1
  for each in "$home"/cache/archives/*.deb; do
    dpkg -x "$each" "$home/unpacked" || exit 1
  done
  libraries=usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)
  loader=$(basename "$(find "$home/unpacked/$libraries" -name 'ld-linux*' |
    head -n 1)")
  [ -n "$loader" ] || exit 1
  # Other programs would not find their libraries, and be first on PATH.
  for each in "$home"/unpacked/usr/bin/*; do
    case " $* " in
      *" $(basename "$each") "*) ;;
      *) rm -f "$each" ;;
    esac
  done
  for each in "$@"; do
    patchelf --set-interpreter "$folder/$libraries/$loader" --force-rpath \
      --set-rpath "$folder/$libraries" "$home/unpacked/usr/bin/$each" || exit 1
  done
  cp -R "$home/unpacked" "$folder.$$" && mv "$folder.$$" "$folder"
)
