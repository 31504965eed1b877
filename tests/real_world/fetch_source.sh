#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Unpacks a source package of the distribution below a folder and prints where.
# apt gets a configuration, lists and cache of its own in that folder: nothing
# of the machine is changed, and no root is needed. What is already unpacked
# there is used again.
#
# usage: fetch_source.sh <source package> <folder>
set -eu

[ $# -eq 2 ] || {
  sed -n 's/^# usage: /usage: /p' "$0" >&2
  exit 2
}
package=$1
mkdir -p "$2/source"
folder=$(cd "$2" && pwd)

unpacked() {
  find "$folder/source" -mindepth 1 -maxdepth 1 -type d -name "$package-*" |
    head -n 1
}

quietly() {
  "$@" >"$folder/log" 2>&1 || {
    cat "$folder/log" >&2
    echo "fetch_source.sh: failed: $*" >&2
    exit 3
  }
}

# The archive this machine already uses, else Debian's own.
describe_archive() {
  ID=
  VERSION_CODENAME=
  # shellcheck source=/dev/null
  [ ! -r /etc/os-release ] || . /etc/os-release
  components=main
  archive=http://deb.debian.org/debian
  case $ID in
    debian) ;;
    ubuntu)
      components='main universe'
      archive=http://archive.ubuntu.com/ubuntu
      ;;
    *)
      ID=debian
      VERSION_CODENAME=bookworm
      ;;
  esac
  own=$(apt-get update --print-uris 2>/dev/null |
    sed -n "s|^'\(.*\)/dists/$VERSION_CODENAME/InRelease'.*|\1|p" | head -n 1)
  archive=${own:-$archive}
  keyring=/usr/share/keyrings/$ID-archive-keyring.gpg
}

# The machine's settings (a proxy, say) without its hooks, then our folders.
configure_apt() {
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" \
    "$folder/no_parts"
  signed_by=
  [ ! -r "$keyring" ] || signed_by="[signed-by=$keyring] "
  echo "deb-src $signed_by$archive $VERSION_CODENAME $components" \
    >"$folder/sources.list"
  {
    apt-config dump | grep -v -e '-Invoke' -e '^Dir::Etc::'
    cat <<EOF
Dir::Etc::Main "/dev/null";
Dir::Etc::Parts "$folder/no_parts";
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$folder/lists";
Dir::Cache "$folder/cache";
APT::Sandbox::User "$(id -un)";
EOF
  } >"$folder/apt.conf"
}

if [ -z "$(unpacked)" ]; then
  describe_archive
  echo "fetching $package from $archive ($VERSION_CODENAME)" >&2
  configure_apt
  export APT_CONFIG="$folder/apt.conf"
  quietly apt-get update
  cd "$folder/source"
  quietly apt-get source "$package"
fi
found=$(unpacked)
[ -n "$found" ] || {
  echo "fetch_source.sh: $package unpacked to no folder named $package-*" >&2
  exit 3
}
echo "$found"
