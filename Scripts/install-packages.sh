#!/usr/bin/env bash
# Installs the Debian packages Daybook is built and run with, those that are missing. Uses sudo when not root.
set -euo pipefail

# libsqlite3, libyaml, zlib, libzip, libxml2, OpenSSL: the C libraries behind the doors in Sources/C.
# tzdata: the zone rules that normalize reads. pkg-config, git, make: the build itself.
packages=(libsqlite3-dev libyaml-dev zlib1g-dev libzip-dev libxml2-dev libssl-dev pkg-config tzdata git make)

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing: ${missing[*]}" >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "need root or sudo to install: ${missing[*]}" >&2; exit 77; }
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
