#!/usr/bin/env bash
# A PostgreSQL server of the tests' own, in a temporary folder, on a free port of this machine only.
#   eval "$(scripts/postgres.sh start)"   sets DATABASE_URL and POSTGRES_HOME; exit 3 when no server can be had
#   scripts/postgres.sh stop
set -euo pipefail

find_bin() {
    local dir
    for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")"; do
        [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && { echo "$dir"; return; }
    done
    return 1
}

# initdb refuses root: then everything runs as the account that Debian's package made.
as_owner() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi; }

case ${1:-} in
start)
    if ! bin=$(find_bin); then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "postgres: apt-get install postgresql" >&2
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >&2 || exit 3
            bin=$(find_bin) || exit 3
        else
            exit 3
        fi
    fi
    home=$(mktemp -d /tmp/dean06-postgres.XXXXXX)
    [ "$(id -u)" = 0 ] && { id postgres >/dev/null 2>&1 || exit 3; chown postgres "$home"; }
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cd "$home"
    as_owner "$bin/initdb" -D "$home/data" -U dean06 -A trust -E UTF8 --locale=C.UTF-8 >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 3; }
    # Tests may lose everything at a power cut: no waiting for the disk.
    as_owner "$bin/pg_ctl" -D "$home/data" -w -l "$home/server.log" \
        -o "-p $port -h 127.0.0.1 -k $home -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" start >/dev/null || { cat "$home/server.log" >&2; exit 3; }
    echo "export POSTGRES_HOME=$home POSTGRES_BIN=$bin DATABASE_URL=postgres://dean06@127.0.0.1:$port/postgres"
    ;;
stop)
    [ -n "${POSTGRES_HOME:-}" ] || exit 0
    cd /
    as_owner "$POSTGRES_BIN/pg_ctl" -D "$POSTGRES_HOME/data" -m immediate stop >/dev/null || true
    rm -rf "$POSTGRES_HOME"
    ;;
*) echo "usage: postgres.sh start|stop" >&2; exit 2 ;;
esac
