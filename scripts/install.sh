#!/bin/sh
# install.sh: puts aether below a prefix, from an archive that `mvn -Pdist package` made or from this clone.
#
#   scripts/install.sh                       builds the archive from this clone, then installs it
#   scripts/install.sh --archive FILE        installs FILE; checked against SHA256SUMS where that lies beside it
#   scripts/install.sh --uninstall           removes what an install put there, and nothing else
#   --prefix DIR                             below DIR instead of ~/.local
#
# Neither touches ~/.aether: the bus, keys and ledgers of its user stay.
set -eu

say() { printf 'install: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
usage() { sed -n 's/^# \{0,1\}//; 2,8p' "$0" | sed 1d; exit "$1"; }

prefix=${HOME:+$HOME/.local} archive='' uninstall=0
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) [ $# -ge 2 ] || die '--prefix needs a directory'; prefix=$2 && shift 2 ;;
    --archive) [ $# -ge 2 ] || die '--archive needs a file'; archive=$2 && shift 2 ;;
    --uninstall) uninstall=1 && shift ;;
    -h | --help) usage 0 ;;
    *) say "unknown argument '$1'" && usage 2 ;;
  esac
done
[ -n "$prefix" ] || die 'HOME is not set; name a directory with --prefix'
case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac

home=$prefix/lib/aether
# What an install adds beside its own directory: where, and what of the archive it links to.
links="bin/aether:aether
share/bash-completion/completions/aether:completions/aether.bash
share/zsh/site-functions/_aether:completions/_aether
share/fish/vendor_completions.d/aether.fish:completions/aether.fish"

# ours FILE: true for a link of ours, and for nothing that somebody else put there.
ours() { [ -L "$1" ] && case $(readlink "$1") in "$home"/*) ;; *) return 1 ;; esac; }

# installed: true where $home is an installation, and not merely a directory of that name.
installed() { [ -x "$home/aether" ] && [ -f "$home/lib/aether-cli.jar" ] && [ -d "$home/runtime" ]; }

if [ "$uninstall" = 1 ]; then
  installed || die "there is no aether in $home; name the directory it was installed below with --prefix"
  printf '%s\n' "$links" | while IFS=: read -r place _; do
    ! ours "$prefix/$place" || rm -f "$prefix/$place"
  done
  rm -rf "$home"
  say "removed $home and its links; what is in ${AETHER_HOME:-~/.aether} is yours and stays"
  exit 0
fi

if [ -z "$archive" ]; then
  clone=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
  [ -f "$clone/pom.xml" ] || die "$clone is no clone to build from; name an archive with --archive"
  command -v mvn >/dev/null || die 'there is no mvn on the PATH; install Maven 3.8 or newer, or name an archive with --archive'
  say 'building the archive, about two minutes ...'
  (cd "$clone" && mvn -B -q -Pdist -DskipTests -Daether.quick package >&2) || die 'the build failed'
  set -- "$clone"/aether-cli/target/dist/aether-*.tar.gz
  archive=$1
fi
[ -f "$archive" ] || die "there is no archive '$archive'"

sums=$(dirname -- "$archive")/SHA256SUMS
if [ -f "$sums" ]; then
  name=$(basename -- "$archive")
  expected=$(awk -v name="$name" '{ file = $2; sub(/^\*/, "", file); if (file == name) print $1 }' "$sums")
  [ -n "$expected" ] || die "$sums does not name $name"
  actual=$( (sha256sum "$archive" 2>/dev/null || shasum -a 256 "$archive") | cut -d' ' -f1)
  [ "$expected" = "$actual" ] || die "$archive is not the file that $sums names; fetch it again"
fi

[ ! -e "$home" ] || installed || die "$home is there and is not an aether; move it away, or choose another --prefix"
printf '%s\n' "$links" | while IFS=: read -r place _; do
  place=$prefix/$place
  ! { [ -e "$place" ] || [ -L "$place" ]; } || ours "$place" || die "$place is there and is not ours; move it away, or choose another --prefix"
done || exit 1

new=$home.new.$$
trap 'rm -rf "$new"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -p "$new"
tar -xzf "$archive" -C "$new" --strip-components=1 || die "$archive cannot be unpacked"
"$new/aether" --version >/dev/null || die "the aether of $archive does not run on this machine"
rm -rf "$home"
mv "$new" "$home"
printf '%s\n' "$links" | while IFS=: read -r place target; do
  mkdir -p "$(dirname -- "$prefix/$place")"
  ln -sf "$home/$target" "$prefix/$place"
done
say 'making the class caches, with which it starts faster; half a minute ...'
"$home/aether" --rehearse || :
say "$("$prefix/bin/aether" --version | head -n 1) is in $home"
case :$PATH: in
  *":$prefix/bin:"*) ;;
  *) say "$prefix/bin is not on your PATH; add it:  export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
