# Keeps a MariaDB server in a temporary folder for as long as its standard input is open.
# The first argument is the port. `start` and `stop` are commands, each answered by a line.
set -eu
trap '' INT TERM HUP
PATH=$PATH:/usr/sbin
# In memory, where it is large enough: what a test writes need not outlive it.
place=/dev/shm
[ "$(df -k --output=avail "$place" 2>/dev/null | tail -n 1)" -gt 1000000 ] 2>/dev/null || place=${TMPDIR:-/tmp}
folder=$(mktemp -d "$place/signet-test.XXXXXX")
stop() {
  kill -KILL "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
}
server=
end() {
  # What has ended by itself has said why.
  if [ -n "$server" ]; then kill -0 "$server" 2>/dev/null || cat log >&2; stop; fi
  rm -rf "$folder"
}
trap end EXIT
cd "$folder"
mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal \
  --skip-test-db --skip-name-resolve >log 2>&1 || { cat log >&2; exit 1; }
# A certificate and its key, in PEM.
tls=
if [ $# -gt 1 ]; then
  printf '%s' "$2" >certificate.pem
  printf '%s' "$3" >key.pem
  tls="--ssl-cert=$folder/certificate.pem --ssl-key=$folder/key.pem"
fi
while read -r command; do
  case $command in
    start)
      mariadbd --no-defaults --datadir="$folder/data" --bind-address=127.0.0.1 --port="$1" \
        --socket="$folder/socket" --pid-file="$folder/pid" --tmpdir="$folder" --skip-name-resolve \
        --innodb-buffer-pool-size=16M --innodb-log-file-size=8M \
        --innodb-flush-log-at-trx-commit=2 --innodb-flush-method=nosync --innodb-doublewrite=0 \
        --innodb-file-per-table=0 --innodb-stats-persistent=0 \
        --max-connections=200 --performance-schema=OFF $tls >log 2>&1 </dev/null &
      server=$!
      until mariadb-admin --no-defaults --socket="$folder/socket" --user=root ping >/dev/null 2>&1; do
        kill -0 "$server" 2>/dev/null || { cat log >&2; exit 1; }
        sleep 0.1
      done
      ;;
    stop) stop && server= ;;
  esac
  echo done
done
