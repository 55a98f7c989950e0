#!/bin/sh
# Certificates for a bus that other machines use:   scripts/make-certs.sh HOST...
#
# Makes, in --dir (./certs):
#   ca.pem, ca.key              a private CA; made once and kept, so that nobody must be told anew
#   server.pem, server.key      for Redis, valid for every HOST (a name or an address); renewed by
#                               each run that names hosts
#   client-NAME.pem, .key       for one client, with --client NAME; renewed by each run that names it
#
# Keys are readable by their owner only (0600). ca.key stays where it was made; clients need ca.pem.
set -eu
umask 077

usage() {
  cat <<'USAGE'
usage: scripts/make-certs.sh [--dir DIR] [--days N] [--client NAME]... [HOST...]

  HOST           a name or an address under which clients reach the bus; the first becomes its name
  --client NAME  also a certificate for a client (letters, digits, '_', '.', '-'); may be repeated
  --dir DIR      where to keep them; ./certs when not given
  --days N       how long the certificates hold, in days; 397 when not given (the CA: ten years)
USAGE
}

fail() {
  echo "make-certs.sh: $1" >&2
  exit "${2:-1}"
}

dir=certs
days=397
hosts=
clients=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --dir | --days | --client)
      [ $# -ge 2 ] || fail "$1 needs a value; see --help" 2
      case $1 in
        --dir) dir=$2 ;;
        --days) days=$2 ;;
        --client) clients="$clients $2" ;;
      esac
      shift 2
      ;;
    -*) fail "unknown option '$1'; see --help" 2 ;;
    *) hosts="$hosts $1"; shift ;;
  esac
done
[ -n "$hosts$clients" ] || { usage >&2; exit 2; }
case $days in
  '' | *[!0-9]* | 0*) fail "'$days' is not a number of days; give one from 1" 2 ;;
esac
for name in $hosts; do
  case $name in
    *[!A-Za-z0-9_.:*-]*) fail "'$name' is not a host name or address" 2 ;;
  esac
done
for name in $clients; do
  case $name in
    *[!A-Za-z0-9_.-]*) fail "'$name' cannot name a client; use letters, digits, '_', '.', '-'" 2 ;;
  esac
done
command -v openssl >/dev/null 2>&1 || fail "openssl is not installed; install it"

mkdir -p "$dir"
work=$(mktemp -d "$dir/.making-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Runs openssl; what it says is shown only when it fails.
quietly() {
  openssl "$@" >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    fail "openssl $1 failed"
  }
}

new_key() {
  quietly genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
  chmod 600 "$1"
}

make_ca() {
  cat >"$work/ca.cnf" <<'CNF'
[req]
prompt = no
distinguished_name = name
x509_extensions = ca
[name]
CN = Aether bus CA
[ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
CNF
  new_key "$work/ca.key"
  quietly req -x509 -new -sha256 -key "$work/ca.key" -days 3650 -config "$work/ca.cnf" \
    -out "$work/ca.pem"
  mv "$work/ca.key" "$dir/ca.key"
  mv "$work/ca.pem" "$dir/ca.pem"
  chmod 644 "$dir/ca.pem"
}

# sign FILE NAME USE [SANS]: a new key, and a certificate of our CA for it
sign() {
  cat >"$work/request.cnf" <<CNF
[req]
prompt = no
distinguished_name = name
[name]
CN = $2
CNF
  {
    echo 'basicConstraints = critical, CA:FALSE'
    echo 'keyUsage = critical, digitalSignature'
    echo "extendedKeyUsage = $3"
    echo 'subjectKeyIdentifier = hash'
    echo 'authorityKeyIdentifier = keyid'
    [ -z "${4:-}" ] || echo "subjectAltName = $4"
  } >"$work/extensions"
  new_key "$work/$1.key"
  quietly req -new -sha256 -key "$work/$1.key" -config "$work/request.cnf" -out "$work/$1.csr"
  quietly x509 -req -sha256 -in "$work/$1.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" \
    -set_serial "0x$(openssl rand -hex 15)" -days "$days" -extfile "$work/extensions" \
    -out "$work/$1.pem"
  chmod 644 "$work/$1.pem"
  mv "$work/$1.key" "$dir/$1.key"
  mv "$work/$1.pem" "$dir/$1.pem"
  echo "$dir/$1.pem: $2, until $(openssl x509 -in "$dir/$1.pem" -noout -enddate | cut -d= -f2)"
}

if [ -e "$dir/ca.pem" ] && [ -e "$dir/ca.key" ]; then
  openssl x509 -in "$dir/ca.pem" -noout -checkend $((days * 86400)) >/dev/null \
    || echo "make-certs.sh: $dir/ca.pem ends before the new certificates would; plan a new CA" >&2
elif [ -e "$dir/ca.pem" ] || [ -e "$dir/ca.key" ]; then
  fail "$dir holds only one of ca.pem and ca.key; put the other back, or remove it for a new CA"
else
  make_ca
  echo "$dir/ca.pem: a new CA; give this file to every client"
fi

if [ -n "$hosts" ]; then
  sans=
  first=
  for host in $hosts; do
    first=${first:-$host}
    case $host in
      *:* | [0-9]*.[0-9]*.[0-9]*.[0-9]*) kind=IP ;;
      *) kind=DNS ;;
    esac
    sans="$sans${sans:+,}$kind:$host"
  done
  sign server "$first" serverAuth "$sans"
fi
for client in $clients; do
  sign "client-$client" "$client" clientAuth
done
