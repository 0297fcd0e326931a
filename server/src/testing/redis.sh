# Keeps a Redis server in a temporary folder for as long as its standard input is open. The first
# argument is the port; a certificate and its key may follow, in PEM. `start` and `stop` are commands, each answered by a line.
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
listen="--port $1"
ask="-p $1"
if [ $# -gt 1 ]; then
  printf '%s' "$2" >certificate.pem
  printf '%s' "$3" >key.pem
  listen="--port 0 --tls-port $1 --tls-cert-file certificate.pem --tls-key-file key.pem"
  listen="$listen --tls-ca-cert-file certificate.pem --tls-auth-clients no"
  ask="$ask --tls --insecure"
fi
while read -r command; do
  case $command in
    start)
      # Options hold no spaces.
      redis-server $listen --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" >log 2>&1 &
      server=$!
      until redis-cli $ask ping >/dev/null 2>&1; do
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
