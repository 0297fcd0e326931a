# Keeps a Redis server in a temporary folder for as long as its standard input is open. The first
# argument is the port. `start` and `stop` are commands, each answered by a line.
set -eu
trap '' INT TERM HUP
folder=$(mktemp -d "${TMPDIR:-/tmp}/signet-test.XXXXXX")
server=
end() {
  [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT
cd "$folder"
while read -r command; do
  case $command in
    start)
      redis-server --port "$1" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" >log 2>&1 &
      server=$!
      until redis-cli -p "$1" ping >/dev/null 2>&1; do
        kill -0 "$server" 2>/dev/null || { cat log >&2; exit 1; }
        sleep 0.05
      done
      ;;
    stop)
      kill -9 "$server"
      wait "$server" 2>/dev/null || true
      server=
      ;;
  esac
  echo done
done
