# Keeps a MariaDB server in a temporary folder for as long as its standard input is open.
# The first argument is the port. `start` and `stop` are commands, each answered by a line.
set -eu
trap '' INT TERM HUP
PATH=$PATH:/usr/sbin
folder=$(mktemp -d)
stop() {
  kill -KILL "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
}
server=
end() {
  if [ -n "$server" ]; then stop; fi
  rm -rf "$folder"
}
trap end EXIT
cd "$folder"
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal \
  --skip-test-db --skip-name-resolve >log 2>&1 || { cat log >&2; exit 1; }
while read -r command; do
  case $command in
    start)
      mariadbd --no-defaults --datadir="$folder/data" --bind-address=127.0.0.1 --port="$1" \
        --socket="$folder/socket" --pid-file="$folder/pid" --skip-name-resolve \
        --innodb-buffer-pool-size=16M --innodb-log-file-size=8M \
        --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 \
        --innodb-file-per-table=0 --innodb-stats-persistent=0 \
        --max-connections=200 --performance-schema=OFF >log 2>&1 </dev/null &
      server=$!
      until mariadb-admin --no-defaults --socket="$folder/socket" --user=root ping >/dev/null 2>&1; do
        kill -0 "$server" 2>/dev/null || { cat log >&2; exit 1; }
        sleep 0.1
      done
      ;;
    stop) stop ;;
  esac
  echo done
done
